package org.scruffy.telemetry;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.scruffy.spi.telemetry.Event;

/**
 * Events as they are kept on this node, for whoever listens. One thread wakes all listeners, four times a second; one that is too slow
 * loses the oldest of its events and is told how many.
 */
@ApplicationScoped
public class Tail implements EventWatch {

    private static final int MOST_LISTENERS = 50;
    private static final int MOST_WAITING = 1_000;
    private static final long MOST_LETTERS = 2_000_000;
    private static final int PACE_MS = 250;

    /** Somebody who listens. */
    public final class Listener {

        private final Predicate<Event> wanted;
        private final Runnable wake;
        private final Queue<Event> waiting = new ArrayDeque<>();
        private long letters;
        private long missed;

        private Listener(Predicate<Event> wanted, Runnable wake) {
            this.wanted = wanted;
            this.wake = wake;
        }

        private void hear(Event event) {
            if (!wanted.test(event)) {
                return;
            }
            synchronized (this) {
                waiting.add(event);
                letters += lettersOf(event);
                while (waiting.size() > MOST_WAITING || letters > MOST_LETTERS) {
                    letters -= lettersOf(waiting.remove());
                    missed++;
                }
            }
        }

        /** The next event, empty where there is none yet. */
        public synchronized Optional<Event> next() {
            Optional<Event> next = Optional.ofNullable(waiting.poll());
            next.ifPresent(event -> letters -= lettersOf(event));
            return next;
        }

        /** How many events were lost since this was asked last. */
        public synchronized long missed() {
            long lost = missed;
            missed = 0;
            return lost;
        }

        /** Hears nothing any more. */
        public void leave() {
            listeners.remove(this);
        }
    }

    private static long lettersOf(Event event) {
        long letters = 0;
        for (Map.Entry<String, Object> field : event.fields().entrySet()) {
            letters += field.getKey().length();
            letters += field.getValue() instanceof String text ? text.length() : Long.BYTES;
        }
        return letters;
    }

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "tail");
        named.setDaemon(true);
        return named;
    });
    private boolean waking;

    /**
     * Listens from now on.
     *
     * @param wake called four times a second, must not wait
     * @return empty where too many listen already
     */
    public synchronized Optional<Listener> listen(Predicate<Event> wanted, Runnable wake) {
        if (listeners.size() >= MOST_LISTENERS || thread.isShutdown()) {
            return Optional.empty();
        }
        if (!waking) {
            waking = true;
            thread.scheduleWithFixedDelay(this::wake, PACE_MS, PACE_MS, TimeUnit.MILLISECONDS);
        }
        Listener listener = new Listener(wanted, wake);
        listeners.add(listener);
        return Optional.of(listener);
    }

    private void wake() {
        new ArrayList<>(listeners).forEach(listener -> listener.wake.run());
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public void kept(List<Event> events) {
        if (!listeners.isEmpty()) {
            listeners.forEach(listener -> events.forEach(listener::hear));
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
