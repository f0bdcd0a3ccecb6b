package org.scruffy.eventsql;

import static org.scruffy.spi.telemetry.Column.Type.BOOLEAN;
import static org.scruffy.spi.telemetry.Column.Type.FLOAT;
import static org.scruffy.spi.telemetry.Column.Type.INTEGER;
import static org.scruffy.spi.telemetry.Column.Type.STRING;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** Which fields have a typed column of their own; of all others there is text, in a map unless {@link Dialect#own} has them. */
public final class Typed {

    /** The typed columns in the order of the table. A new one goes to the end. */
    public static final List<Column> COLUMNS = List.of(
            new Column("trace.trace_id", STRING),
            new Column("trace.span_id", STRING),
            new Column("trace.parent_id", STRING),
            new Column("name", STRING),
            new Column("service.name", STRING),
            new Column("span.kind", STRING),
            new Column("duration_ms", FLOAT),
            new Column("error", BOOLEAN),
            new Column("status_code", INTEGER),
            new Column("http.method", STRING),
            new Column("http.route", STRING),
            new Column("http.status_code", INTEGER),
            new Column("http.target", STRING),
            new Column("db.system", STRING),
            new Column("db.operation", STRING),
            new Column("db.statement", STRING),
            new Column("db.bind_hash", STRING),
            new Column("db.rows", INTEGER),
            new Column("db.statement_count", INTEGER),
            new Column("jpa.relation", STRING),
            new Column("job.name", STRING),
            new Column("plugin.name", STRING),
            new Column("plugin.operation", STRING),
            new Column("station", STRING),
            new Column("feed", STRING),
            new Column("exception.type", STRING),
            new Column("exception.message", STRING),
            new Column(Event.DATASET, STRING),
            new Column(Event.SAMPLE_RATE, INTEGER),
            new Column("meta.signal_type", STRING),
            new Column("span.num_events", INTEGER),
            new Column("span.num_links", INTEGER));

    // stores were opened without these: what they kept of them before is in the map
    private static final Set<String> ADDED = Set.of("meta.signal_type", "span.num_events", "span.num_links");

    // unmodifiable ones are slower to ask, and this one is for every field of every event
    private static final Map<String, Integer> PLACES = new HashMap<>(IntStream.range(0, COLUMNS.size())
            .boxed()
            .collect(Collectors.toMap(place -> COLUMNS.get(place).name(), Function.identity())));

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final int LONGEST_NUMBER =
            Double.toString(-Double.MIN_NORMAL).length();

    private Typed() {}

    public static boolean has(String field) {
        return PLACES.containsKey(field);
    }

    /** The typed column of a field that has one. */
    static Column column(String field) {
        return COLUMNS.get(place(field));
    }

    /** Where in {@link #COLUMNS} the typed column of a field is, -1 where it has none. */
    public static int place(String field) {
        return PLACES.getOrDefault(field, -1);
    }

    /**
     * The value as the typed column keeps it; null where it does not fit and must go to the map. Clients that know nothing but words say
     * numbers and truths in words.
     */
    static Object fitted(Column column, Object value) {
        if (column.type() == STRING) {
            return value.toString();
        }
        Object meant = value instanceof String words && mayBe(column.type(), words) ? meant(words) : value;
        return switch (column.type()) {
            case INTEGER -> meant instanceof Long ? meant : null;
            case FLOAT -> meant instanceof Number number ? (Object) number.doubleValue() : null;
            case BOOLEAN -> meant instanceof Boolean ? meant : null;
            default -> throw new IllegalStateException("No column of its own is " + column.type());
        };
    }

    /** To look at words closely is dear where they are none of a number; and none is one that is endless. */
    private static boolean mayBe(Column.Type type, String words) {
        if (type == BOOLEAN) {
            return words.equals("true") || words.equals("false");
        }
        int sign = words.startsWith("-") ? 1 : 0;
        return words.length() > sign && words.charAt(sign) >= '0' && words.charAt(sign) <= '9';
    }

    /**
     * A typed column with what did not fit it, which is in the map.
     *
     * @param column of a type that holds both
     * @param rest the map's value of it, of that type
     */
    public static String with(Column column, String rest) {
        Column kept = column(column.name());
        String typed = quoted(column.name());
        if (kept.type() == column.type()) {
            return ADDED.contains(column.name()) ? "coalesce(" + typed + ", " + rest + ")" : typed;
        }
        String whole = "abs(" + typed + ") < 1e15 AND " + typed + " = trunc(" + typed + ")";
        String cast = "CAST(" + typed + " AS " + sql(column.type()) + ")";
        String told = kept.type() == FLOAT
                ? "CASE WHEN " + whole + " THEN CAST(CAST(" + typed + " AS BIGINT) AS VARCHAR) ELSE " + cast + " END"
                : cast;
        return "coalesce(" + told + ", " + rest + ")";
    }

    /**
     * What the words of a store's map stand for: a number or a truth value where they are just what one is written as. Nothing is lost
     * where they were words: they are kept as before, and a field that has other words, too, is one of words.
     */
    public static Object meant(String name, String words) {
        return has(name) ? words : meant(words);
    }

    private static Object meant(String words) {
        if (words.length() > LONGEST_NUMBER) {
            return words;
        }
        if (words.equals("true") || words.equals("false")) {
            return Boolean.valueOf(words);
        }
        try {
            Object number = WHOLE.matcher(words).matches() ? (Object) Long.valueOf(words) : Double.valueOf(words);
            return number.toString().equals(words) ? number : words;
        } catch (NumberFormatException e) {
            return words;
        }
    }

    /** Whether a database takes it for one: to some a statement ends where the character U+0000 is. */
    static boolean isIdentifier(String name) {
        return name.indexOf('\0') < 0;
    }

    /** The column's name as an identifier. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A type as every database knows it. */
    public static String sql(Column.Type type) {
        return switch (type) {
            case STRING, MIXED -> "VARCHAR";
            case INTEGER -> "BIGINT";
            case FLOAT -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
        };
    }
}
