package org.scruffy.telemetry.wire;

import java.util.function.Supplier;
import org.scruffy.spi.telemetry.Event;

/**
 * One of the events a request brought, or why it cannot be kept.
 *
 * @param event null where it is refused
 * @param refusal why it is refused, empty where it is not
 */
public record Row(Event event, String refusal) {

    public static Row of(Event event) {
        return new Row(event, "");
    }

    public static Row refused(String why) {
        return new Row(null, why);
    }

    /** The event, unless something of it is refused. */
    static Row of(Supplier<Event> event) {
        try {
            return of(event.get());
        } catch (Refused e) {
            return refused(e.getMessage());
        }
    }

    public boolean isRefused() {
        return event == null;
    }
}
