package org.scruffy.duckdb;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Event;

/**
 * The traces that were read last, until something may be otherwise with them: who looks at one asks for it again for every part of
 * what is shown. Holds about as many bytes as it may, 32 million unless said otherwise.
 */
final class Opened {

    private static final String TRACE = "trace.trace_id";
    private static final long MOST_BYTES = 32_000_000;
    private static final int OBJECT = 60; // an event, a field with a short value, or a trace of nothing

    /** A trace as it is read. It begins before the database is asked, so that what is kept meanwhile is noticed. */
    static final class Reading {

        private final String trace;
        private final int limit;
        private List<Event> events;
        private long bytes;

        private Reading(String trace, int limit) {
            this.trace = trace;
            this.limit = limit;
            bytes = OBJECT + trace.length();
        }
    }

    private final long mostBytes;
    private final Map<String, Reading> readings = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Opened() {
        this(MOST_BYTES);
    }

    Opened(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Its events; null where they have to be read. */
    synchronized List<Event> find(String trace, int limit) {
        Reading reading = readings.get(trace);
        return reading == null || reading.limit != limit ? null : reading.events;
    }

    synchronized Reading begin(String trace, int limit) {
        Reading reading = new Reading(trace, limit);
        forget(trace);
        hold(reading);
        return reading;
    }

    /** Holds what was read, unless it may be otherwise by now. */
    void end(Reading reading, List<Event> events) {
        long size = events.stream().mapToLong(Opened::bytes).sum();
        synchronized (this) {
            if (readings.get(reading.trace) != reading) {
                return;
            }
            forget(reading.trace);
            if (size < mostBytes) { // of a larger one nothing else would be left
                reading.events = events;
                reading.bytes += size;
                hold(reading);
            }
        }
    }

    private static long bytes(Event event) {
        long bytes = OBJECT;
        for (Object value : event.fields().values()) { // names are those of the columns
            bytes += OBJECT + (value instanceof String text ? text.length() : 0);
        }
        return bytes;
    }

    private void hold(Reading reading) {
        readings.put(reading.trace, reading);
        bytes += reading.bytes;
        Iterator<Reading> oldest = readings.values().iterator();
        while (bytes > mostBytes) {
            bytes -= oldest.next().bytes;
            oldest.remove();
        }
    }

    private void forget(String trace) {
        Reading reading = readings.remove(trace);
        if (reading != null) {
            bytes -= reading.bytes;
        }
    }

    /** To be called when these events can be read. */
    synchronized void came(List<Event> events) {
        if (!readings.isEmpty()) {
            events.forEach(event -> forget(event.text(TRACE)));
        }
    }

    synchronized void forgetAll() {
        readings.clear();
        bytes = 0;
    }
}
