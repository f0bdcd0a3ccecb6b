package org.scruffy.telemetry;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.plugin.Plugins;
import org.scruffy.spi.telemetry.Batching;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.spi.telemetry.Usage;

/** The events this Scruffy keeps, in the store of the first plugin that has one. */
@ApplicationScoped
public class Events {

    /** So many events of a trace are read. */
    static final int MOST_OF_TRACE = 100_000;

    private static final String NO_HIGH_BITS = "0000000000000000";
    private static final Duration OPENING = Duration.ofMinutes(1);
    private static final Duration APPENDING = Duration.ofSeconds(30);
    static final Duration ANSWERING = Duration.ofSeconds(10);
    // the store gives up by itself; only one that does not counts as a failing plugin
    private static final Duration GRACE = Duration.ofSeconds(5);
    // fewer than a plugin has threads: whoever brings events does not wait for those who ask
    private static final int QUESTIONS_AT_ONCE = 10;
    private static final Duration IN_LINE = Duration.ofSeconds(2);
    private static final Duration FULL_FOR = Duration.ofMillis(250);

    private final Plugins plugins;
    private Extension<EventStore> store;
    private boolean ready;
    private Batching batching = Batching.AT_ONCE;
    private String fault = "";
    private final Semaphore questions = new Semaphore(QUESTIONS_AT_ONCE);
    private final AtomicLong fullUntil = new AtomicLong(System.nanoTime());
    private volatile String full = "";

    protected Events() {
        this(null);
    }

    @Inject
    public Events(Plugins plugins) {
        this.plugins = plugins;
    }

    void start(@Observes @Priority(Platform.OPEN_EVENTS) @Initialized(ApplicationScoped.class) Object event) {
        open();
    }

    void open() {
        List<Extension<EventStore>> stores = plugins.eventStores();
        if (stores.isEmpty()) {
            return;
        }
        store = stores.get(0);
        try {
            batching = store.demand(OPENING, opening -> {
                opening.open();
                return Objects.requireNonNull(opening.batching(), "The store's batching is null");
            });
            ready = true;
        } catch (PluginFailure e) {
            fault = sentence(e.getCause());
        }
    }

    private static String sentence(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Whether there is a plugin that keeps events. */
    public boolean installed() {
        return store != null;
    }

    /** Whether events can be kept and asked for. */
    public boolean isOpen() {
        return ready;
    }

    /** Why the store could not be opened, empty where it could. */
    public String fault() {
        return fault;
    }

    /** How large the store likes the batches that it keeps. */
    Batching batching() {
        return batching;
    }

    /** Keeps events; they are safe when it returns. */
    void append(List<Event> events) throws PluginFailure {
        store.demand(APPENDING, keeping -> {
            keeping.append(events);
            return true;
        });
    }

    /** Every column that any event had. */
    public List<Column> columns() {
        return ask(EventStore::columns);
    }

    /** The names of all of them. */
    public Set<String> names() {
        return columns().stream().map(Column::name).collect(Collectors.toSet());
    }

    /** Every column there is once these events are kept. */
    List<Column> columnsWith(List<Event> events) {
        return ask(store -> store.columnsWith(events));
    }

    /** What a checked question gets for an answer. */
    Result query(Query query, Run run) {
        return ask(run.timeout(), asked -> asked.query(query, run));
    }

    /** How the values of the sets of columns came in a checked selection and in its baseline. */
    Contrast contrast(Query selection, Query baseline, List<List<String>> sets) {
        return ask(asked -> asked.contrast(selection, baseline, sets, ANSWERING));
    }

    /**
     * The events of a trace, its spans' own and what they noted, by time; the first ones if there are more than {@value #MOST_OF_TRACE}. An id of 64 bits is the same with 16 zeros before it: so those
     * write it that know ids of 128 bits only (W3C Trace Context, "Interoperating with existing systems which use shorter identifiers").
     */
    public List<Event> trace(String traceId) {
        List<String> written = written(traceId);
        if (written.size() == 1) {
            return ask(asked -> asked.trace(traceId, MOST_OF_TRACE));
        }
        return traces(written, MOST_OF_TRACE).values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Event::time))
                .toList();
    }

    private static List<String> written(String traceId) {
        if (traceId.length() == NO_HIGH_BITS.length()) {
            return List.of(traceId, NO_HIGH_BITS + traceId);
        }
        boolean filled = traceId.length() == 2 * NO_HIGH_BITS.length() && traceId.startsWith(NO_HIGH_BITS);
        return filled ? List.of(traceId, traceId.substring(NO_HIGH_BITS.length())) : List.of(traceId);
    }

    /** The events of several traces in the order asked, up to a limit altogether. */
    Map<String, List<Event>> traces(List<String> traceIds, int limit) {
        return ask(asked -> asked.traces(traceIds, limit));
    }

    /** Writes what a checked query is about into a file that is not there yet; how many rows it has. */
    long export(Query query, FileFormat format, Path file, Run run) {
        return ask(run.timeout(), asked -> asked.export(query, format, file, run));
    }

    /**
     * Some of the events of a Parquet file, from this one on; none at its end.
     *
     * @throws BadQuery for a file that is no such file
     */
    List<Event> read(Path file, long from) {
        try {
            return ask(asked -> asked.read(file, from));
        } catch (NoAnswer e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw new BadQuery("body", "no file of events: " + wrong.getMessage(), "Parquet as it is exported");
            }
            throw e;
        }
    }

    /** What each dataset takes. */
    public List<Usage> usage() {
        return ask(EventStore::usage);
    }

    /** For how long events are kept. */
    public Retention retention() {
        return ask(EventStore::retention);
    }

    public void retain(Retention retention) {
        ask(asked -> {
            asked.retain(retention);
            return true;
        });
    }

    /**
     * Why no events can be kept for the time being although the store is well; empty where they can. Asked for every batch, so the store
     * is asked by one of those who want to know, now and then.
     */
    public String full() {
        long until = fullUntil.get();
        long now = System.nanoTime();
        if (ready && now - until >= 0 && fullUntil.compareAndSet(until, now + FULL_FOR.toNanos())) {
            full = askedWhetherFull();
        }
        return full;
    }

    private String askedWhetherFull() {
        try {
            return store.demand(GRACE, EventStore::full);
        } catch (PluginFailure e) {
            return ""; // whoever brings events is told what is wrong with it
        }
    }

    private record Reply<R>(R answer, Exception failure) {}

    // a question that fails says nothing against the store: it must not be suspended for it, or spans would wait
    private <R> R ask(Extension.Question<EventStore, R> question) {
        return ask(ANSWERING, question);
    }

    private <R> R ask(Duration patience, Extension.Question<EventStore, R> question) {
        if (!ready) {
            throw new NoAnswer(fault.isEmpty() ? "No plugin that keeps events is installed" : fault, null);
        }
        Reply<R> reply = inTurn(() -> store.demand(patience.plus(GRACE), asked -> reply(asked, question)));
        if (reply.failure instanceof TimeoutException) {
            throw new NoAnswer(
                    "No answer within " + patience.toSeconds() + " s: ask for less time or fewer groups",
                    reply.failure);
        }
        if (reply.failure instanceof CancellationException) {
            throw new NoAnswer("The query was cancelled", reply.failure);
        }
        if (reply.failure != null) {
            throw new NoAnswer("The event store cannot answer: " + sentence(reply.failure), reply.failure);
        }
        return reply.answer;
    }

    private interface Turn<R> {
        R take() throws PluginFailure;
    }

    private <R> R inTurn(Turn<R> turn) {
        try {
            if (!questions.tryAcquire(IN_LINE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NoAnswer(QUESTIONS_AT_ONCE + " questions are being answered already: ask again soon", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("Scruffy stops", e);
        }
        try {
            return turn.take();
        } catch (PluginFailure e) {
            throw new NoAnswer("The event store does not answer: " + sentence(e.getCause()), e);
        } finally {
            questions.release();
        }
    }

    private static <R> Reply<R> reply(EventStore asked, Extension.Question<EventStore, R> question) {
        try {
            return new Reply<>(question.ask(asked), null);
        } catch (Exception e) {
            return new Reply<>(null, e);
        }
    }
}
