package org.scruffy.duckdb;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.scruffy.telemetry.Traffic;

/** Spans that go on coming in while a store is asked, in batches as a client sends them; one that waited too long is made up for. */
public final class Arrivals implements AutoCloseable {

    private static final int BATCH = 1_000;

    private final DuckDbStore store;
    private final Traffic traffic;
    private final long first;
    private final ScheduledExecutorService client = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> coming;
    private final long begun = System.nanoTime();
    private volatile long come;

    /**
     * @param first the number of the span that comes first
     * @param rate how many come in a second
     */
    Arrivals(DuckDbStore store, Traffic traffic, long first, int rate) {
        this.store = store;
        this.traffic = traffic;
        this.first = first;
        coming = client.scheduleAtFixedRate(
                this::batch, 0, TimeUnit.SECONDS.toNanos(BATCH) / rate, TimeUnit.NANOSECONDS);
    }

    private void batch() {
        long next = first + come;
        try {
            store.append(LongStream.range(next, next + BATCH)
                    .mapToObj(traffic::event)
                    .toList());
        } catch (Exception e) {
            throw new IllegalStateException("The store did not keep spans " + next + " and following", e);
        }
        come += BATCH;
    }

    /** How many came in a second so far. */
    public double rate() throws Exception {
        if (coming.isDone()) {
            coming.get(); // says why
        }
        return come * 1e9 / (System.nanoTime() - begun);
    }

    @Override
    public void close() throws InterruptedException {
        client.shutdown();
        client.awaitTermination(1, TimeUnit.MINUTES);
    }
}
