package org.scruffy.telemetry;

import java.time.Clock;
import java.util.List;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.spi.telemetry.Batching;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;

/** Brings events to an open store as the host does. */
public final class Host implements AutoCloseable {

    private final Ingest ingest;

    public Host(EventStore store) {
        ingest = new Ingest(new Opened(store), Clock.systemUTC(), new SpanQueue(1));
        ingest.start(this);
    }

    private static final class Opened extends Events {

        private final EventStore store;

        private Opened(EventStore store) {
            this.store = store;
        }

        @Override
        public boolean installed() {
            return true;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public String full() {
            return store.full();
        }

        @Override
        Batching batching() {
            return store.batching();
        }

        @Override
        void append(List<Event> events) throws PluginFailure {
            try {
                store.append(events);
            } catch (Exception e) {
                throw new PluginFailure("clickhouse", e);
            }
        }
    }

    /** As a client does that waits for its answer; why it can never be kept, for each event. */
    public List<String> keep(List<Event> events) throws NotKept {
        return ingest.keep(events);
    }

    @Override
    public void close() {
        ingest.stop();
    }
}
