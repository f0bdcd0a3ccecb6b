package org.scruffy.telemetry;

import io.opentelemetry.sdk.trace.ReadableSpan;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.spi.telemetry.Batching;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.wire.Row;

/**
 * Brings events into the event store on one thread of its own: what clients send, who wait until it is on disk, and our own spans.
 * All that came while the last transaction was committed goes into the next, so many small requests cost one sync of the disk; and
 * where the store likes larger batches, what comes until it is time for the next.
 *
 * <p>While the store fails, clients are told at once to come again. Our own spans wait: the batch in hand is tried again, the
 * queue holds the others, and what it cannot hold is dropped and counted.
 */
@ApplicationScoped
public class Ingest {

    private static final Logger LOG = Logger.getLogger(Ingest.class.getName());
    private static final int BATCH = 4_096;
    private static final Duration PACE = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(40); // longer than a store may take
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    private static final int SHARE_OF_MEMORY = 16;
    // each has one of the threads that answer everybody, viewers too
    private static final int MOST_WAITING = 100;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String CROWDED = MOST_WAITING + " requests wait for their events to be kept already";
    private static final long LEAST_ROOM = 16_000_000;

    private record Brought(List<Event> events, CompletableFuture<List<String>> refusals) {
        Brought(List<Event> events) {
            this(events, new CompletableFuture<>());
        }
    }

    private final Events events;
    private final SpanQueue queue;
    private final Clock clock;
    private final List<EventWatch> watches;
    private final AtomicReference<Shed> shed = new AtomicReference<>(Shed.NOTHING);
    private final Room room = new Room(
            Math.max(LEAST_ROOM, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY),
            full -> sentAway(0, full.getMessage()));
    private final BlockingQueue<Brought> brought = new LinkedBlockingQueue<>(); // its bounds are the room's
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Ingest::thread);
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private List<Event> inHand = List.of();
    private volatile Duration wait = PACE;
    private long ownTurn = System.nanoTime();
    private Batching batching = Batching.AT_ONCE;
    private long turn = System.nanoTime(); // of a round of few events
    private volatile boolean stopping;
    private volatile long kept;
    private final LongAdder leftOut = new LongAdder();

    protected Ingest() {
        this(null, null, null, List.of());
    }

    @Inject
    public Ingest(Events events, Clock clock, Instance<EventWatch> watches) {
        this(events, clock, SpanQueue.APPLICATION, watches.stream().toList());
    }

    Ingest(Events events, Clock clock, SpanQueue queue) {
        this(events, clock, queue, List.of());
    }

    Ingest(Events events, Clock clock, SpanQueue queue, List<EventWatch> watches) {
        this.events = events;
        this.clock = clock;
        this.queue = queue;
        this.watches = watches;
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
            batching = events.batching();
            thread.execute(this::run);
        }
    }

    /** Where requests get their memory from. */
    public Room room() {
        return room;
    }

    /**
     * An event as it may be kept.
     *
     * @throws IllegalArgumentException where nothing of it may
     */
    public Event admit(Event event) {
        Event admitted = Conventions.known(event);
        for (EventWatch watch : watches) {
            admitted = watch.admit(admitted);
        }
        return admitted;
    }

    /** A row of an event that may be kept, or why it may not. */
    public Row admitted(Row row) {
        try {
            return row.isRefused() ? row : row.with(admit(row.event()));
        } catch (IllegalArgumentException e) {
            return row.refuse(e.getMessage());
        }
    }

    /** As {@link #keep}, but every one of them: they were sampled when they came first. */
    List<String> restore(List<Event> batch) throws NotKept {
        return bring(batch);
    }

    /**
     * Keeps events that a client brings and that were {@link #admit admitted}; when it returns they are on disk, all but those that can
     * never be kept, and those that a sample leaves out: of them others say how many they stand for.
     *
     * @return for each event why it can never be kept, empty where it is kept
     * @throws NotKept where none counts as kept and the client may bring them again
     */
    public List<String> keep(List<Event> batch) throws NotKept {
        boolean pressed = room.isTight();
        List<Optional<Event>> sampled =
                batch.stream().map(event -> sampled(event, pressed)).toList();
        Iterator<String> refusals =
                bring(sampled.stream().flatMap(Optional::stream).toList()).iterator();
        return sampled.stream()
                .map(event -> event.isPresent() ? refusals.next() : "")
                .toList();
    }

    private Optional<Event> sampled(Event event, boolean pressed) {
        int rate = 1;
        for (EventWatch watch : watches) {
            rate = Math.max(rate, watch.rate(event, pressed));
        }
        if (rate > 1 && !Sampling.isChosen(event.text("trace.trace_id"), rate)) {
            leftOut.increment();
            return Optional.empty();
        }
        return Optional.of(rate > 1 ? standingFor(rate, event) : event);
    }

    private static Event standingFor(int rate, Event event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.fields());
        long before = Math.max(1, (long) event.number(Event.SAMPLE_RATE));
        fields.put(Event.SAMPLE_RATE, before * rate);
        return new Event(event.time(), fields);
    }

    private List<String> bring(List<Event> batch) throws NotKept {
        if (!events.isOpen() || stopping) {
            String why =
                    events.installed() ? "The event store is not open" : "No plugin that keeps events is installed";
            throw new NotKept(why, LONGEST_WAIT, null);
        }
        if (batch.isEmpty()) {
            return List.of();
        }
        String full = events.full();
        if (!full.isEmpty()) {
            sentAway(batch.size(), full);
            throw new NotKept(full, LONGEST_WAIT, null);
        }
        if (!places.tryAcquire()) {
            sentAway(batch.size(), CROWDED);
            throw new NotKept(CROWDED, SOON, null);
        }
        try {
            Brought mine = new Brought(batch);
            brought.add(mine);
            return mine.refusals.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NotKept("The event store does not keep events at the moment", wait.plus(PACE), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotKept("Scruffy stops", LONGEST_WAIT, e);
        } finally {
            places.release();
        }
    }

    private void sentAway(int brought, String why) {
        shed.updateAndGet(before -> before.and(brought, clock.instant(), why));
    }

    private void run() {
        try {
            while (!stopping) {
                long pause = Math.max(PACE.toNanos(), turn - System.nanoTime());
                round(brought.poll(pause, TimeUnit.NANOSECONDS));
            }
        } catch (InterruptedException e) {
            LOG.log(Level.FINE, "Ingest stops", e);
        }
    }

    /** One transaction, with the batch that came first and all that wait behind it. */
    private void round(Brought first) {
        List<Brought> group = group(first);
        List<Event> all = new ArrayList<>();
        group.forEach(batch -> all.addAll(batch.events));
        boolean own = takeOwn();
        if (own) {
            all.addAll(inHand);
        }
        if (all.isEmpty()) {
            return;
        }
        turn = System.nanoTime() + batching.interval().toNanos();
        String[] refusals = new String[all.size()];
        Arrays.fill(refusals, "");
        try {
            keep(all, 0, refusals);
            answer(group, Arrays.asList(refusals));
            if (own) {
                inHand = List.of();
                wait = PACE;
            }
        } catch (PluginFailure | RuntimeException e) {
            group.forEach(batch -> batch.refusals.completeExceptionally(e));
            backOff(e);
        }
    }

    private List<Brought> group(Brought first) {
        List<Brought> group = new ArrayList<>();
        int size = 0;
        for (Brought next = first; next != null; next = behind(group.size(), size)) {
            group.add(next);
            size += next.events.size();
        }
        return group;
    }

    /** Who waits behind these, or comes before it is their turn unless they are enough, or nobody more may wait. */
    private Brought behind(int requests, int events) {
        if (events >= Batching.MOST_EVENTS) {
            return null;
        }
        if (events >= batching.enough() || requests >= MOST_WAITING || stopping) {
            return brought.poll();
        }
        try {
            return brought.poll(turn - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Whether our own spans go too, which wait while the store is full, and for longer and longer while it fails. */
    private boolean takeOwn() {
        if (ownTurn - System.nanoTime() > 0 && !stopping || !events.full().isEmpty()) {
            return false;
        }
        if (inHand.isEmpty()) {
            List<ReadableSpan> spans = new ArrayList<>();
            queue.drainTo(spans, Math.max(BATCH, batching.enough()));
            List<Event> batch = new ArrayList<>(spans.size());
            spans.forEach(span -> SpanEvents.of(span.toSpanData()).forEach(event -> batch.add(admit(event))));
            inHand = batch;
        }
        return true;
    }

    private void backOff(Exception cause) {
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) < 0 ? longer : LONGEST_WAIT;
        ownTurn = System.nanoTime() + wait.toNanos();
        LOG.log(Level.WARNING, cause, () -> "Events are not kept, trying again in " + wait.toMillis() + " ms");
    }

    /** Keeps the events; of those that the store refuses all but the ones that cannot be kept. */
    private void keep(List<Event> all, int offset, String[] refusals) throws PluginFailure {
        try {
            events.append(all);
            kept += all.size();
            tell(all);
        } catch (PluginFailure e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) {
                throw e;
            }
            if (all.size() == 1) {
                refusals[offset] = "The event store can never keep this event: "
                        + e.getCause().getMessage();
                LOG.log(Level.WARNING, e, () -> "An event can never be kept and is dropped");
                return;
            }
            int half = all.size() / 2;
            keep(all.subList(0, half), offset, refusals);
            keep(all.subList(half, all.size()), offset + half, refusals);
        }
    }

    /** What is kept is kept, whatever becomes of who looks at it. */
    private void tell(List<Event> all) {
        for (EventWatch watch : watches) {
            try {
                watch.kept(all);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, e, () -> watch + " does not see " + all.size() + " events that are kept");
            }
        }
    }

    private void answer(List<Brought> group, List<String> refusals) {
        int from = 0;
        for (Brought batch : group) {
            int to = from + batch.events.size();
            batch.refusals.complete(List.copyOf(refusals.subList(from, to)));
            from = to;
        }
        List<String> own = refusals.subList(from, refusals.size());
        queue.drop(own.size() - Collections.frequency(own, ""));
    }

    /** How many of our own spans were lost since the start because the store failed for too long or refused them. */
    public long dropped() {
        return queue.dropped();
    }

    /** How many of our own spans wait to be kept. */
    public int waiting() {
        return queue.size();
    }

    /** How many events were kept since the start. */
    public long kept() {
        return kept;
    }

    /** How many events since the start a sample left out, which others stand for. */
    public long leftOut() {
        return leftOut.sum();
    }

    /** What was sent away since the start because there was no room for it, in memory or on disk. */
    public Shed shed() {
        return shed.get();
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
        stopping = true;
        if (events.isOpen()) {
            brought.add(new Brought(List.of())); // who waits for others is woken
            thread.execute(this::lastRounds);
        }
        thread.shutdown();
        try {
            thread.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lastRounds() {
        do {
            round(brought.poll());
        } while (inHand.isEmpty() && events.full().isEmpty() && (!brought.isEmpty() || queue.size() > 0));
    }
}
