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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What this node does over and over by itself, each on the thread of its own: when next, and at once where somebody wants it. */
@ApplicationScoped
public class Routines {

    /**
     * @param name as its runs are called: the {@code job.name} of their spans
     * @param paceMs how long after the end of a run the next begins, in milliseconds
     * @param next when that is; while it runs, when it began
     * @param last when it began last on this node, empty before that; of one that tells of its runs only when there was something to do
     *     this alone says that it runs
     */
    public record Routine(String name, long paceMs, Instant next, Optional<Instant> last) {}

    private record Kept(
            Duration pace,
            ScheduledExecutorService thread,
            ScheduledFuture<?> timer,
            Runnable work,
            AtomicReference<Instant> last) {}

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
        AtomicReference<Instant> last = new AtomicReference<>();
        Runnable noted = () -> {
            last.set(clock.instant());
            work.run();
        };
        ScheduledFuture<?> timer =
                thread.scheduleWithFixedDelay(noted, first.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
        kept.put(name, new Kept(pace, thread, timer, noted, last));
    }

    /** Lists it no more; its thread is for its owner to shut down. */
    void forget(String name) {
        kept.remove(name);
    }

    /** All of them, by name. */
    public List<Routine> all() {
        Instant now = clock.instant();
        return kept.entrySet().stream()
                .map(one -> routine(one.getKey(), one.getValue(), now))
                .sorted(Comparator.comparing(Routine::name))
                .toList();
    }

    private static Routine routine(String name, Kept one, Instant now) {
        Instant next = now.plusMillis(one.timer.getDelay(TimeUnit.MILLISECONDS));
        return new Routine(name, one.pace.toMillis(), next, Optional.ofNullable(one.last.get()));
    }

    /** Runs it once more as soon as its thread is free; a run that waits already is enough. False where there is none of the name. */
    public boolean run(String name) {
        return run(name, UnaryOperator.identity());
    }

    /** Runs it once more in place of a run that failed. */
    boolean run(String name, String traceId) {
        return run(name, work -> Retries.repeating(traceId, work));
    }

    private boolean run(String name, UnaryOperator<Runnable> as) {
        Optional<Kept> known = Optional.ofNullable(kept.get(name));
        known.filter(one -> wanted.add(name))
                .ifPresent(one -> one.thread.execute(() -> {
                    wanted.remove(name);
                    as.apply(one.work).run();
                }));
        return known.isPresent();
    }
}
