package org.scruffy.telemetry.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.scruffy.spi.telemetry.Event;

/**
 * The fields of an event in the making. Whatever a client says becomes words, numbers or booleans: objects are unfolded with dots
 * down to {@value #DEEPEST} levels, what is deeper and every array is kept as JSON. What has to be changed is told in fields of
 * their own: {@code meta.truncated} names the fields that were cut, {@code meta.not_a_number} those that were NaN or endless.
 */
final class Fields {

    static final int MOST = 2_000;
    static final int LONGEST = 65_535;
    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 5;

    private final Event.Builder values = new Event.Builder();
    private final StringJoiner truncated = new StringJoiner(",");
    private final StringJoiner notNumbers = new StringJoiner(",");

    Fields put(String name, Object value) {
        put(name, value, 0);
        return this;
    }

    Fields putAll(Map<String, ?> fields) {
        fields.forEach(this::put);
        return this;
    }

    /** Unless it is there already. */
    Fields putMissing(String name, Object value) {
        if (!has(name)) {
            put(name, value);
        }
        return this;
    }

    private void put(String name, Object value, int depth) {
        if (value instanceof Map<?, ?> object && depth < DEEPEST) {
            object.forEach((key, inner) -> put(name + "." + key, inner, depth + 1));
            return;
        }
        Object plain = value == null ? null : plain(name, value);
        if (plain == null) {
            return;
        }
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new Refused("A column's name has " + name.length() + " characters, expected 1 to " + LONGEST_NAME);
        }
        values.put(name, plain);
        if (values.size() > MOST) {
            throw new Refused("Event has too many columns.");
        }
    }

    private Object plain(String name, Object value) {
        if (value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double
                || value instanceof Float
                || value instanceof BigInteger
                || value instanceof BigDecimal) {
            return number(name, ((Number) value).doubleValue());
        }
        if (value instanceof byte[] bytes) {
            return cut(name, Base64.getEncoder().encodeToString(bytes));
        }
        boolean structure = value instanceof Map<?, ?> || value instanceof List<?>;
        return cut(name, structure ? JsonText.write(value) : value.toString());
    }

    private Object number(String name, double value) {
        if (Double.isFinite(value)) {
            return value;
        }
        notNumbers.add(name);
        return null;
    }

    private String cut(String name, String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        truncated.add(name);
        boolean splits = Character.isHighSurrogate(text.charAt(LONGEST - 1));
        return text.substring(0, splits ? LONGEST - 1 : LONGEST);
    }

    /** For how many events this one stands, however it is written; without sense it stands for itself. */
    Fields sampledAt(Object rate) {
        double events = rate instanceof Number number ? number.doubleValue() : number(String.valueOf(rate));
        long rounded = Math.round(Math.min(events, Integer.MAX_VALUE));
        if (rounded > 1) {
            values.put(Event.SAMPLE_RATE, rounded);
        }
        return this;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** Takes a field out; null where there is none. */
    Object remove(String name) {
        return values.remove(name);
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString();
    }

    /** Refuses an event with words that are longer than can be kept, for protocols that say so. */
    Fields refuseLong() {
        if (truncated.length() > 0) {
            throw new Refused("Column '" + truncated + "' has more than " + LONGEST + " characters.");
        }
        return this;
    }

    Event at(Instant time) {
        if (truncated.length() > 0) {
            put("meta.truncated", truncated.toString());
        }
        if (notNumbers.length() > 0) {
            put("meta.not_a_number", notNumbers.toString());
        }
        if (has(Event.SAMPLE_RATE)) {
            sampledAt(values.remove(Event.SAMPLE_RATE)); // a client may have said it by this name, in any type
        }
        try {
            return values.at(time);
        } catch (IllegalArgumentException e) {
            throw new Refused(e.getMessage());
        }
    }

    /** @param nanos since 1970, without a sign; 0 where the client did not say */
    Event at(long nanos, Instant arrival) {
        return at(nanos == 0 ? arrival : time(nanos));
    }

    private static Instant time(long nanos) {
        if (nanos < 0) {
            throw new Refused("Event at " + Long.toUnsignedString(nanos) + " ns, expected a time before 2262");
        }
        try {
            return Instant.ofEpochSecond(0, nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw new Refused("Event at " + nanos + " ns, expected a time between 1970 and 2262");
        }
    }
}
