package org.scruffy.telemetry;

import io.opentelemetry.sdk.trace.ReadableSpan;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/** Finished spans on their way to the event store. Never waits: what does not fit is dropped and counted. */
final class SpanQueue {

    /** OpenTelemetry makes its span processors before there is any bean: this is where the two meet. */
    static final SpanQueue APPLICATION = new SpanQueue(65_536);

    private final BlockingQueue<ReadableSpan> spans;
    private final LongAdder dropped = new LongAdder();
    private volatile boolean wanted = true;

    SpanQueue(int capacity) {
        spans = new ArrayBlockingQueue<>(capacity);
    }

    void offer(ReadableSpan span) {
        if (wanted && !spans.offer(span)) {
            dropped.increment();
        }
    }

    /** Nobody will ever ask for spans: there is no store. */
    void discard() {
        wanted = false;
        spans.clear();
    }

    void drainTo(Collection<ReadableSpan> batch, int most) {
        spans.drainTo(batch, most);
    }

    void drop(long count) {
        dropped.add(count);
    }

    int size() {
        return spans.size();
    }

    long dropped() {
        return dropped.sum();
    }
}
