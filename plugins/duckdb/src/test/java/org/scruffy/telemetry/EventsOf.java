package org.scruffy.telemetry;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.spi.telemetry.FileFormat;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;

/** The events of an open store as the host has them, without the plugin around it. */
public final class EventsOf extends Events {

    private final EventStore store;

    public EventsOf(EventStore store) {
        this.store = store;
    }

    /** What brings events into the store, running; to be stopped. */
    public Ingest ingest() {
        Ingest ingest = new Ingest(this, Clock.systemUTC(), new SpanQueue(1), List.of());
        ingest.start("now");
        return ingest;
    }

    public static void stop(Ingest ingest) {
        ingest.stop();
    }

    @Override
    public boolean installed() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public List<Column> columns() {
        return store.columns();
    }

    @Override
    List<Column> columnsWith(List<Event> events) {
        return store.columnsWith(events);
    }

    @Override
    void append(List<Event> events) throws PluginFailure {
        try {
            store.append(events);
        } catch (Exception e) {
            throw new PluginFailure("duckdb", e);
        }
    }

    @Override
    public String full() {
        return store.full();
    }

    @Override
    Result query(Query query, Run run) {
        try {
            return store.query(query, run);
        } catch (Exception e) {
            throw new NoAnswer("The event store cannot answer: " + e.getMessage(), e);
        }
    }

    @Override
    Contrast contrast(Query selection, Query baseline, List<List<String>> sets) {
        try {
            return store.contrast(selection, baseline, sets, ANSWERING);
        } catch (Exception e) {
            throw new NoAnswer("The event store cannot answer: " + e.getMessage(), e);
        }
    }

    @Override
    long export(Query query, FileFormat format, Path file, Run run) {
        try {
            return store.export(query, format, file, run);
        } catch (Exception e) {
            throw new NoAnswer("The event store cannot answer: " + e.getMessage(), e);
        }
    }

    @Override
    List<Event> read(Path file, long from) {
        try {
            return store.read(file, from);
        } catch (IllegalArgumentException e) {
            throw new BadQuery("body", "no file of events: " + e.getMessage(), "Parquet as it is exported");
        } catch (Exception e) {
            throw new NoAnswer("The event store cannot answer: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Event> trace(String traceId) {
        try {
            return store.trace(traceId, MOST_OF_TRACE);
        } catch (Exception e) {
            throw new NoAnswer("The event store cannot answer: " + e.getMessage(), e);
        }
    }

    @Override
    Map<String, List<Event>> traces(List<String> traceIds, int limit) {
        try {
            return store.traces(traceIds, limit);
        } catch (Exception e) {
            throw new NoAnswer("The event store cannot answer: " + e.getMessage(), e);
        }
    }
}
