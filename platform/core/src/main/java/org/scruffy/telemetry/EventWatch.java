package org.scruffy.telemetry;

import java.util.List;
import org.scruffy.spi.telemetry.Event;

/** Looks at all events, ours too, on their way into the store. Called for each of them: no I/O, no waiting. */
public interface EventWatch {

    /** The field that names what {@link #admit} took out of an event, with commas. */
    String REFUSED_COLUMNS = "meta.refused_columns";

    /**
     * The event as it may be kept.
     *
     * @throws IllegalArgumentException where nothing of it may
     */
    default Event admit(Event event) {
        return event;
    }

    /** These are on disk. */
    default void kept(List<Event> events) {}
}
