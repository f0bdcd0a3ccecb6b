package org.scruffy.plugin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What this node does over and over by itself, each on the thread of its own: when next, and at once where somebody wants it. */
@ApplicationScoped
public class Routines {

    /**
     * @param name as its runs are called: the {@code job.name} of their spans
     * @param paceMs how long after the end of a run the next begins, in milliseconds
     * @param next when that is; while it runs, when it began
     */
    public record Routine(String name, long paceMs, Instant next) {}

    private record Kept(Duration pace, ScheduledExecutorService thread, ScheduledFuture<?> timer, Runnable work) {}

    private final Clock clock;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final Set<String> wanted = ConcurrentHashMap.newKeySet();

    protected Routines() {
        this(null);
    }

    @Inject
    public Routines(Clock clock) {
        this.clock = clock;
    }

    /**
     * Does something now and then from now on, until the thread is shut down.
     *
     * @param first how long from now
     * @param pace how long after the end of each run the next one begins
     */
    public void every(Duration first, Duration pace, ScheduledExecutorService thread, String name, Runnable work) {
        ScheduledFuture<?> timer =
                thread.scheduleWithFixedDelay(work, first.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
        kept.put(name, new Kept(pace, thread, timer, work));
    }

    /** Lists it no more; its thread is for its owner to shut down. */
    void forget(String name) {
        kept.remove(name);
    }

    /** All of them, by name. */
    public List<Routine> all() {
        Instant now = clock.instant();
        return kept.entrySet().stream()
                .map(one -> new Routine(
                        one.getKey(), one.getValue().pace.toMillis(), now.plusMillis(millisLeft(one.getValue()))))
                .sorted(Comparator.comparing(Routine::name))
                .toList();
    }

    private static long millisLeft(Kept one) {
        return one.timer.getDelay(TimeUnit.MILLISECONDS);
    }

    /** Runs it once more as soon as its thread is free; a run that waits already is enough. False where there is none of the name. */
    public boolean run(String name) {
        Optional<Kept> known = Optional.ofNullable(kept.get(name));
        known.filter(one -> wanted.add(name))
                .ifPresent(one -> one.thread.execute(() -> {
                    wanted.remove(name);
                    one.work.run();
                }));
        return known.isPresent();
    }
}
