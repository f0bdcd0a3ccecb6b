package org.scruffy.spi.telemetry;

import java.time.Instant;
import java.util.Map;

/**
 * A thing that happened, as wide as whoever told it made it. A span is an event with {@code trace.trace_id},
 * {@code trace.span_id}, {@code name} and {@code duration_ms}; a field that has no value is not there. Which dataset it belongs
 * to and how many like it were left out are fields too, {@link #DATASET} and {@link #SAMPLE_RATE}: a store needs no place of its
 * own for them, and a query may ask for them like for any other.
 *
 * @param time when it began, between 1970 and 2262: stores count nanoseconds
 * @param fields words ({@code String}), whole numbers ({@code Long}), numbers ({@code Double}) and {@code Boolean}s by name, which may be of any
 *     characters but not of halves of them
 */
public record Event(Instant time, Map<String, Object> fields) {

    /** The field that names the dataset, a slug such as {@code checkout-service}; an event without it belongs to none. */
    public static final String DATASET = "meta.dataset";

    /** The field that says for how many events this one stands, a {@code Long} above 1; an event without it stands for itself. */
    public static final String SAMPLE_RATE = "meta.sample_rate";

    private static final Instant LAST = Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000 - 1);

    public Event {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw new IllegalArgumentException("Event at " + time + ", expected " + Instant.EPOCH + " to " + LAST);
        }
        fields.forEach(Event::check);
        fields = Fields.of(fields);
    }

    private static void check(String name, Object value) {
        boolean known =
                value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean;
        if (name.isEmpty() || !known) {
            throw new IllegalArgumentException("Field '" + name + "' is "
                    + (value == null ? "null" : value.getClass().getName())
                    + ", expected a named String, Long, Double or Boolean");
        }
    }

    /** A field in words, empty where the event has no such field. */
    public String text(String field) {
        Object value = fields.get(field);
        return value == null ? "" : value.toString();
    }

    /** A field as a number, 0 where the event has no such number. */
    public double number(String field) {
        return fields.get(field) instanceof Number number ? number.doubleValue() : 0;
    }
}
