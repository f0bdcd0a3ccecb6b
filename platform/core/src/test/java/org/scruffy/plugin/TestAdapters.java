package org.scruffy.plugin;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.scruffy.HandClock;
import org.scruffy.Silence;
import org.scruffy.spi.feed.StitchingAdapter;

/** Adapters as the platform reaches them. */
public final class TestAdapters {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-adapters");
        thread.setDaemon(true);
        return thread;
    });

    private TestAdapters() {}

    public static Extension<StitchingAdapter> of(String plugin, StitchingAdapter adapter, HandClock clock) {
        return new Extension<>(plugin, adapter, THREADS, new Silence(), clock);
    }
}
