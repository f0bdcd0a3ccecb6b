package org.scruffy.telemetry;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.time.Clock;
import java.util.List;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;

/** Requests that are observed as the product observes its own: a span each, one for each statement, all of them into a store. */
public final class OwnSpans implements AutoCloseable {

    private static final int ROOM = 65_536;

    /** The events of a store without the plugin around it. */
    private static final class Kept extends Events {

        private final EventStore store;
        private volatile long count;

        Kept(EventStore store) {
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
        void append(List<Event> events) throws PluginFailure {
            try {
                store.append(events);
                count += events.size();
            } catch (Exception e) {
                throw new PluginFailure("bench", e);
            }
        }
    }

    private final SpanQueue queue = new SpanQueue(ROOM);
    private final SdkTracerProvider sdk =
            SdkTracerProvider.builder().addSpanProcessor(new SpanTap.Tap(queue)).build();
    private final Tracer tracer = sdk.get("bench");
    private final Kept kept;
    private final Ingest ingest;

    public OwnSpans(EventStore store) {
        kept = new Kept(store);
        ingest = new Ingest(kept, Clock.systemUTC(), queue);
        ingest.start("now");
    }

    /** Serves a request with nobody looking, as if telemetry were switched off. */
    public static void unobserved(Runnable request) {
        SqlSpans.tellTo(null);
        request.run();
    }

    public void observed(Runnable request) {
        SqlSpans.tellTo(tracer);
        ServerSpan span = ServerSpan.start(tracer, Context.root(), "GET", "/api/bench");
        request.run();
        span.route("/api/bench");
        span.finish(200);
    }

    /** Waits until all spans are in the store; how many have come there so far. */
    public long settled() throws InterruptedException {
        long before;
        do {
            before = kept.count;
            Thread.sleep(600); // longer than a batch of our own spans is collected for
        } while (queue.size() > 0 || kept.count > before);
        if (queue.dropped() > 0) {
            throw new IllegalStateException(queue.dropped() + " spans found no room");
        }
        return kept.count;
    }

    @Override
    public void close() {
        ingest.stop();
        sdk.close();
        SqlSpans.tellTo(null);
    }
}
