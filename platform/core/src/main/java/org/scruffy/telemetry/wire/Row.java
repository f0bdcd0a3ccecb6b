package org.scruffy.telemetry.wire;

import java.util.function.Supplier;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.EventWatch;

/**
 * One of the events a request brought, or why it cannot be kept.
 *
 * @param event null where it is refused
 * @param refusal why it is refused, empty where it is not
 * @param count of how many things as the client counts them it is: 0 where it is inside of one that counts, as a span's events are
 */
public record Row(Event event, String refusal, int count) {

    private static final int MOST_SHOWN = 500;

    public static Row of(Event event) {
        return new Row(event, "", 1);
    }

    public static Row refused(String why) {
        return new Row(null, why, 1);
    }

    /** The same with another event. */
    public Row with(Event other) {
        return new Row(other, "", count);
    }

    /** The same, not to be kept. */
    public Row refuse(String why) {
        return new Row(null, why, count);
    }

    Row counting(int things) {
        return new Row(event, refusal, things);
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

    /** Which columns of a kept event are not kept, as its dataset has no room for them; empty where all are. */
    public String warning() {
        String columns = isRefused() ? "" : event.text(EventWatch.REFUSED_COLUMNS);
        if (columns.isEmpty()) {
            return "";
        }
        String shown = columns.length() > MOST_SHOWN ? columns.substring(0, MOST_SHOWN) + "…" : columns;
        return Honeycomb.FULL + " The event is kept without: " + shown;
    }

    /** Whatever whoever sent the event is to be told. */
    String words() {
        return isRefused() ? refusal : warning();
    }
}
