package org.scruffy.duckdb;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.telemetry.EventStore;

/** The event store a Scruffy has unless it outgrows it. */
public final class DuckDbPlugin implements Plugin {

    private DuckDbStore store;

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public void start(PluginContext context) {
        store = new DuckDbStore(
                context.dataFolder().resolve("events.duckdb"),
                context.clock(),
                Recent.AFTER_RESTART,
                context.background(),
                new Common(),
                System.getenv());
    }

    @Override
    public List<EventStore> eventStores() {
        return List.of(store);
    }

    @Override
    public void close() throws Exception {
        store.close();
    }
}
