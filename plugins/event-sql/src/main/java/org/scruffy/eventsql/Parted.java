package org.scruffy.eventsql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scruffy.spi.telemetry.Event;

/** The fields of an event, parted into those that have a column and all others. */
public final class Parted {

    private static final int TRACE = Typed.place("trace.trace_id");

    private final Event event;
    private final Object[] values;
    private final Map<String, Object> rest = new LinkedHashMap<>();

    private long fingerprint;

    Parted(Event event, int columns) {
        this.event = event;
        values = new Object[columns];
        fingerprint = Fingerprint.of(event.time());
    }

    void say(long field) {
        fingerprint += field;
    }

    void put(int place, Object value) {
        values[place] = value;
    }

    void put(String name, Object value) {
        rest.put(name, value);
    }

    /** A hash of all that the event says, but for how many it stands: what a client brings again has the one it had before. */
    public long fingerprint() {
        return fingerprint;
    }

    public boolean isOfTrace() {
        return values[TRACE] != null;
    }

    public Event event() {
        return event;
    }

    /** In the order of {@link Typed#COLUMNS}, then as words in that of {@link Columns#own}; null where there is none. */
    public Object[] values() {
        return values;
    }

    /** What has no column, and what does not fit the one it has. */
    public Map<String, Object> rest() {
        return rest;
    }
}
