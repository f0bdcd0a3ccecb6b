package org.scruffy.clickhouse;

import java.util.List;
import java.util.Map;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.telemetry.EventStore;

/** The event store of a Scruffy that outgrew one machine. Without {@code CLICKHOUSE_URLS} there is none. */
public final class ClickHousePlugin implements Plugin {

    private ClickHouseStore store;

    @Override
    public String name() {
        return "clickhouse";
    }

    @Override
    public void start(PluginContext context) {
        Map<String, String> environment = System.getenv();
        if (Settings.given(environment)) {
            store = new ClickHouseStore(() -> Settings.of(environment), context.clock(), context.background());
        }
    }

    @Override
    public List<EventStore> eventStores() {
        return store == null ? List.of() : List.of(store);
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
