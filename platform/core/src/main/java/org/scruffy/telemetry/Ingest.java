package org.scruffy.telemetry;

import io.opentelemetry.sdk.trace.ReadableSpan;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.spi.telemetry.Event;

/**
 * Brings finished spans into the event store, batch by batch, on one thread of its own. While the store fails the batch in
 * hand waits and the queue holds the others; what the queue cannot hold is dropped and counted.
 */
@ApplicationScoped
public class Ingest {

    private static final Logger LOG = Logger.getLogger(Ingest.class.getName());
    private static final int BATCH = 4_096;
    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Events events;
    private final SpanQueue queue;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Ingest::thread);
    private List<Event> inHand = List.of();
    private Duration wait = PACE;
    private volatile long kept;

    protected Ingest() {
        this(null);
    }

    @Inject
    public Ingest(Events events) {
        this(events, SpanQueue.APPLICATION);
    }

    Ingest(Events events, SpanQueue queue) {
        this.events = events;
        this.queue = queue;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "ingest");
        thread.setDaemon(true);
        return thread;
    }

    void start(@Observes @Priority(Platform.OPEN_EVENTS + 1) @Initialized(ApplicationScoped.class) Object event) {
        if (!events.installed()) {
            queue.discard();
        } else if (events.isOpen()) {
            again();
        }
    }

    private void again() {
        try {
            thread.schedule(this::round, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.FINE, "Ingest stops", e);
        }
    }

    private void round() {
        try {
            flush();
            wait = PACE;
        } catch (PluginFailure e) {
            Duration longer = wait.multipliedBy(2);
            wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
            LOG.log(Level.WARNING, e, () -> "Events are not kept, trying again in " + wait.toMillis() + " ms");
        } finally {
            again();
        }
    }

    /** Keeps all spans that wait. */
    private void flush() throws PluginFailure {
        while (true) {
            if (inHand.isEmpty()) {
                inHand = take();
            }
            if (inHand.isEmpty()) {
                return;
            }
            keep(inHand);
            inHand = List.of();
        }
    }

    private List<Event> take() {
        List<ReadableSpan> spans = new ArrayList<>();
        queue.drainTo(spans, BATCH);
        List<Event> batch = new ArrayList<>(spans.size());
        for (ReadableSpan span : spans) {
            batch.addAll(SpanEvents.of(span.toSpanData()));
        }
        return batch;
    }

    /** Keeps the batch; of one that the store refuses, all but the events that cannot be kept. */
    private void keep(List<Event> batch) throws PluginFailure {
        try {
            events.append(batch);
            kept += batch.size();
        } catch (PluginFailure e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw e;
            }
            if (batch.size() == 1) {
                queue.drop(1);
                LOG.log(Level.WARNING, e, () -> "An event can never be kept and is dropped");
                return;
            }
            int half = batch.size() / 2;
            keep(batch.subList(0, half));
            keep(batch.subList(half, batch.size()));
        }
    }

    /** How many spans were lost since the start because the store failed for too long or refused them. */
    public long dropped() {
        return queue.dropped();
    }

    /** How many spans wait to be kept. */
    public int waiting() {
        return queue.size();
    }

    /** How many events were kept since the start. */
    public long kept() {
        return kept;
    }

    // before any bean goes, the store's among them: a pre-destroy method might come too late
    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stop();
    }

    @PreDestroy
    void stop() {
        if (thread.isShutdown()) {
            return;
        }
        if (events.isOpen()) {
            thread.execute(this::round);
        }
        thread.shutdown();
        try {
            thread.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
