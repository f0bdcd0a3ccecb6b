package org.scruffy.eventsql;

import java.util.LinkedHashMap;
import java.util.Map;
import org.scruffy.spi.telemetry.Event;

/** The fields of an event, parted into those that their typed column takes and all others. */
public final class Parted {

    private static final int TRACE = Typed.place("trace.trace_id");

    private final Event event;
    private final Object[] typed = new Object[Typed.COLUMNS.size()];
    private final Map<String, Object> rest = new LinkedHashMap<>();

    private long fingerprint;

    private Parted(Event event) {
        this.event = event;
        fingerprint = Fingerprint.of(event.time());
    }

    /** One look at each field: this is for every event that is kept. */
    public static Parted of(Event event) {
        Parted parted = new Parted(event);
        event.fields().forEach(parted::put);
        return parted;
    }

    private void put(String name, Object value) {
        fingerprint += Fingerprint.of(name, value);
        int place = Typed.place(name);
        Object fitted = place < 0 ? null : Typed.fitted(Typed.COLUMNS.get(place), value);
        if (fitted == null) {
            rest.put(name, value);
        } else {
            typed[place] = fitted;
        }
    }

    /** A hash of all that the event says: what a client brings again has the one it had before. */
    public long fingerprint() {
        return fingerprint;
    }

    public boolean isOfTrace() {
        return typed[TRACE] != null;
    }

    public Event event() {
        return event;
    }

    /** In the order of {@link Typed#COLUMNS}, null where there is none. */
    public Object[] typed() {
        return typed;
    }

    /** What has no typed column, and what does not fit the one it has. */
    public Map<String, Object> rest() {
        return rest;
    }
}
