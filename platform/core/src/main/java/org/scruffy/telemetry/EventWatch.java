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

    /**
     * One of how many events like this is kept, 1 where all are.
     *
     * @param pressed whether more comes than can be kept
     */
    default int rate(Event event, boolean pressed) {
        return 1;
    }

    /** These are on disk. */
    default void kept(List<Event> events) {}
}
