package org.scruffy.spi.telemetry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/**
 * Keeps events and answers questions about them. All methods are called from many threads at once. The test kit's
 * {@code EventStoreContract} says in tests what is said here in words.
 */
public interface EventStore extends AutoCloseable {

    /** Called once, before anything else. The message of what it throws is one sentence for the person who starts the product. */
    void open() throws Exception;

    /**
     * Keeps events. When it returns they are safe on disk, all of them; when it throws, none counts as kept and the host may
     * bring the same batch again. An {@link IllegalArgumentException} means that these events can never be kept.
     *
     * <p>A client that got no answer brings its batch again, even after the store was killed: an event of a trace that equals one
     * kept shortly before, in its time and every field, is kept once. One call at a time; a batch has up to some ten thousand
     * events of many clients.
     */
    void append(List<Event> events) throws Exception;

    /** How large it likes the batches that are brought. Asked once, when it is open. */
    default Batching batching() {
        return Batching.AT_ONCE;
    }

    /**
     * Answers a question, or gives up when the run's time is up or it is cancelled, and stops all work on it. Tells the run how far it is.
     *
     * @throws IllegalArgumentException for a column it has never seen, or one whose type does not suit
     * @throws CancellationException when the run was cancelled
     */
    Result query(Query query, Run run) throws Exception, TimeoutException;

    /** The same of a run that nobody watches. */
    default Result query(Query query, Duration timeout) throws Exception, TimeoutException {
        return query(query, new Run(timeout));
    }

    /**
     * Counts, in one look at the events, how often each value of the columns came in the selection and in the rest of the baseline.
     * Of the two queries the times and the filters count. Every event counts as its sample rate says.
     *
     * <p>So that measures have few values, a whole number above 1,000 and any other number stands for its step: the largest of
     * 2^(n/16) that it reaches, n whole, with its sign; NaN counts as no value.
     *
     * @param sets the columns, each by itself ({@code [[station], [feed]]}) or together ({@code [[station, feed]]})
     * @throws IllegalArgumentException for a column it has never seen
     * @throws UnsupportedOperationException from a store that cannot compare
     */
    default Contrast contrast(Query selection, Query baseline, List<List<String>> sets, Duration timeout)
            throws Exception, TimeoutException {
        throw new UnsupportedOperationException("The event store does not compare selections");
    }

    /** The events of a trace by time, equal ones once; the first ones if there are more than the limit. */
    List<Event> trace(String traceId, int limit) throws Exception;

    /**
     * The events of several traces, each trace's by time and equal ones once: trace by trace in the order asked, the first events if
     * there are more than the limit altogether. A trace nothing is kept of is not there. Stores read them in one look.
     *
     * @param traceIds each once
     */
    default Map<String, List<Event>> traces(List<String> traceIds, int limit) throws Exception {
        Map<String, List<Event>> traces = new LinkedHashMap<>();
        int left = limit;
        for (String id : traceIds) {
            List<Event> events = left > 0 ? trace(id, left) : List.of();
            if (!events.isEmpty()) {
                traces.put(id, events);
            }
            left -= events.size();
        }
        return traces;
    }

    /** Every column there is, by name. Asked for every query: no I/O. */
    List<Column> columns();

    /**
     * Every column there is once these events are kept, by name: no I/O. A store may have columns whose type no event changes; a value
     * that does not suit such a column is kept in words.
     */
    default List<Column> columnsWith(List<Event> events) {
        Map<String, Column.Type> types = new TreeMap<>();
        columns().forEach(column -> types.put(column.name(), column.type()));
        for (Event event : events) {
            event.fields().forEach((name, value) -> types.merge(name, Column.Type.of(value), Column.Type::with));
        }
        return types.entrySet().stream()
                .map(column -> new Column(column.getKey(), column.getValue()))
                .toList();
    }

    /**
     * Writes what a query is about into a file that is not there yet, and gives up as {@link #query} does. Where it calculates or has
     * breakdowns, a row is a group, with its breakdowns by name and its calculations by label; where it does neither, a row is an
     * event, by time and at most the query's limit of them, with its {@code time} and a column for each field that an event of the store
     * ever had, of its type. A field whose value does not suit its column, or whose name differs from another's in letter case only,
     * is {@code time} or {@code attrs}, or has the character U+0000 in it, is an entry of the map {@code attrs}, in words.
     *
     * @return how many rows there are
     * @throws IllegalArgumentException for a column it has never seen, or one whose type or, for groups, name does not suit
     * @throws UnsupportedOperationException from a store that cannot export
     */
    default long export(Query query, FileFormat format, Path file, Run run) throws Exception, TimeoutException {
        throw new UnsupportedOperationException("The event store does not export");
    }

    /**
     * Keeps the events of a Parquet file as {@link #export} of any store writes it: {@code time}, fields of columns of words, whole
     * numbers, numbers and truth values, and those in {@code attrs}, as words. An hour that DuckDB's store sealed is such a file, too: with
     * {@code ts} as its time, and columns {@code attrs.name} of words for the field {@code name}. There, what is in these or in the map
     * and reads as a number or a truth value is written is one ({@code 7}, {@code 1.5}, {@code true}; not {@code 007}): words that look
     * so only become words again if the field has others. When it returns they are safe on disk; after a failure some may be
     * kept, and bringing the file again soon keeps equal events of traces once, as {@link #append} does.
     *
     * @return how many events the file has
     * @throws IllegalArgumentException for a file that is no such file, naming what is wrong with it
     * @throws UnsupportedOperationException from a store that cannot import
     */
    default long load(Path parquet) throws Exception {
        throw new UnsupportedOperationException("The event store does not import");
    }

    /**
     * Some ten thousand of the events of a Parquet file as {@link #load} takes it, in their order; none is kept.
     *
     * @param from how many of the first ones are passed over
     * @return none at the end of the file
     * @throws IllegalArgumentException for a file that is no such file, naming what is wrong with it
     * @throws UnsupportedOperationException from a store that cannot read one
     */
    default List<Event> read(Path parquet, long from) throws Exception {
        throw new UnsupportedOperationException("The event store does not read files");
    }

    /**
     * For how long events are kept from now on, also after a restart. Older ones go within hours, an hour of a dataset at a time.
     *
     * @throws UnsupportedOperationException from a store that lets nothing go, or by rules of its own
     */
    default void retain(Retention retention) throws Exception {
        throw new UnsupportedOperationException("The event store has rules of its own for how long it keeps events");
    }

    /** For how long events are kept, {@link Retention#DEFAULT} until it is said. */
    default Retention retention() {
        return Retention.DEFAULT;
    }

    /** What each dataset takes, by its name. */
    default List<Usage> usage() throws Exception {
        return List.of();
    }

    /**
     * Why no events can be kept for the time being although the store is well, in a sentence: its disk is nearly full. Empty where they
     * can. Asked before every batch, by many threads: quick.
     */
    default String full() {
        return "";
    }
}
