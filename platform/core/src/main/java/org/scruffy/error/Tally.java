package org.scruffy.error;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.scruffy.spi.telemetry.Event;

/**
 * Errors that wait to be written. A burst is mostly a few kinds again and again: they are counted together, however many come, and the
 * latest of each is kept. What comes of still other kinds when there are many is missed, and told.
 */
final class Tally {

    static final int MOST_KINDS = 2_000;
    private static final int MOST_UNREAD = 2_000;
    private static final int MOST_TRACES = 20_000;

    private final BlockingQueue<Event> unread = new ArrayBlockingQueue<>(MOST_UNREAD);
    private final Map<List<Object>, Sight> sights = new HashMap<>();
    private final Set<List<String>> seen = new HashSet<>();
    private final LongAdder missed = new LongAdder();

    /** To read a stack takes its time: whoever brings an error does it only where too many are unread. */
    void add(Event event) {
        while (!unread.offer(event)) {
            read();
        }
    }

    private synchronized void read() {
        List<Event> events = new ArrayList<>();
        unread.drainTo(events);
        events.stream().map(Failure::of).filter(this::isNew).forEach(this::count);
    }

    /** An exception that goes through many spans of a trace is one; they come one soon after the other. */
    private boolean isNew(Failure failure) {
        if (seen.size() == MOST_TRACES) {
            seen.clear();
        }
        return failure.traceId().isEmpty()
                || seen.add(List.of(failure.traceId(), failure.dataset(), failure.fingerprint()));
    }

    private void count(Failure failure) {
        List<Object> kind = failure.sight();
        if (sights.size() == MOST_KINDS && !sights.containsKey(kind)) {
            missed.add(failure.weight());
            return;
        }
        sights.merge(kind, new Sight(failure, failure.time(), failure.weight()), Sight::with);
    }

    /** How many errors wait. */
    synchronized long errors() {
        read();
        return sights.values().stream().mapToLong(Sight::events).sum();
    }

    /** Those that wait, who wait no longer. */
    synchronized List<Sight> take() {
        read();
        List<Sight> taken = List.copyOf(sights.values());
        sights.clear();
        seen.clear();
        return taken;
    }

    void miss(List<Sight> lost) {
        missed.add(lost.stream().mapToLong(Sight::events).sum());
    }

    /** How many errors since the start are not counted. */
    long missed() {
        return missed.sum();
    }
}
