package org.scruffy.database;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.time.Duration;
import java.util.function.Consumer;

/** How long threads wait for a connection of the pool, told on the thread that waited, once it has one or gives up. */
public final class PoolWaits implements IMetricsTracker {

    /** A connection that is there takes microseconds. */
    private static final Duration WORTH_TELLING = Duration.ofMillis(1);

    private static volatile Consumer<Duration> listener;

    /** @param told of each wait of a millisecond or more; null where nobody wants to know any more */
    public static void want(Consumer<Duration> told) {
        listener = told;
    }

    @Override
    public void recordConnectionAcquiredNanos(long nanos) {
        Consumer<Duration> told = listener;
        if (told != null && nanos >= WORTH_TELLING.toNanos()) {
            told.accept(Duration.ofNanos(nanos));
        }
    }
}
