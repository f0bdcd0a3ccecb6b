package org.scruffy.spi.telemetry;

import java.time.Instant;
import java.util.LinkedHashMap;
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
        if (!(fields instanceof Fields)) { // which were checked when they were made
            fields.forEach(Event::check);
            fields = Fields.of(fields);
        }
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

    /** An event in the making, for whoever makes many: what is put is not copied again. Not for several threads at once. */
    public static final class Builder {

        private Fields few = new Fields();

        /** All of them once they are more than {@link Fields} can hold. */
        private Map<String, Object> many;

        private boolean made;

        /**
         * A field, in the place of the one of that name if there is one.
         *
         * @throws IllegalArgumentException for a name or a value that no event may have
         * @throws IllegalStateException once the event is made
         */
        public Builder put(String name, Object value) {
            check(name, value);
            checkOpen();
            if (many == null && few.size() == Fields.MOST) {
                many = new LinkedHashMap<>(few);
            }
            if (many == null) {
                few.set(name, value);
            } else {
                many.put(name, value);
            }
            return this;
        }

        /**
         * Takes a field out.
         *
         * @return its value, null where there is none
         * @throws IllegalStateException once the event is made
         */
        public Object remove(String name) {
            checkOpen();
            Object value = get(name);
            if (many != null) {
                many.remove(name);
            } else if (value != null) {
                few = few.without(name);
            }
            return value;
        }

        private void checkOpen() {
            if (made) {
                throw new IllegalStateException("The event is made already");
            }
        }

        /** Null where there is none. */
        public Object get(String name) {
            return fields().get(name);
        }

        public int size() {
            return fields().size();
        }

        private Map<String, Object> fields() {
            return many == null ? few : many;
        }

        /**
         * The event, which is the only one that is made.
         *
         * @throws IllegalArgumentException for a time before 1970 or after 2262
         */
        public Event at(Instant time) {
            checkOpen();
            Event event = new Event(time, many == null ? few.trimmed() : many);
            made = true;
            return event;
        }
    }
}
