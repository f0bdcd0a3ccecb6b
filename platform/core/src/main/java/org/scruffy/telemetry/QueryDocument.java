package org.scruffy.telemetry;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Having;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;

/**
 * A query as JSON: a query specification as Honeycomb has it, whose time may also be given as {@code from} and {@code to}. Read by hand:
 * whoever writes a query by hand is told what is wrong where.
 */
public final class QueryDocument {

    private static final Set<String> KNOWN = Set.of(
            "from",
            "to",
            "start_time",
            "end_time",
            "time_range",
            "granularitySeconds",
            "granularity",
            "calculated_fields",
            "calculations",
            "filters",
            "filter_combination",
            "breakdowns",
            "havings",
            "orders",
            "limit",
            "include",
            "compare_time_offset_seconds");
    public static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int STEP = 30;
    private static final int MOST_STEPS = 240;
    private static final int LIMIT = 100;
    private static final int RANGE = 7_200;
    private static final double LEAST_HEIGHT = 1e-9;

    private final JsonObject document;

    private QueryDocument(JsonObject document) {
        this.document = document;
    }

    /** @param now when a query ends that does not say so */
    public static Query read(JsonObject document, Instant now) {
        for (String name : document.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new BadQuery(name, "given", "one of: " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
        return new QueryDocument(document).query(now);
    }

    /** A query that says of what time it is, in {@code from} and {@code to}. */
    public static Query read(JsonObject document) {
        if (!document.containsKey("from")) {
            throw new BadQuery("from", "missing", "text");
        }
        return read(document, Instant.EPOCH);
    }

    /** How much earlier the time is that the query's is compared with; zero where it is not. */
    public static Duration comparison(JsonObject document) {
        return Duration.ofSeconds(new QueryDocument(document).whole("compare_time_offset_seconds", 0));
    }

    private Query query(Instant now) {
        Query time = between(now);
        Query query = time.every(Duration.ofSeconds(whole("granularity", whole("granularitySeconds", step(time)))))
                .first(whole("limit", LIMIT))
                .defining(each("calculated_fields", QueryDocument::made))
                .where(filters(document, ""), combination(document, "filter_combination"))
                .by(each("breakdowns", (value, field) -> text(value, field, "a column's name")))
                .having(each("havings", QueryDocument::having))
                .orderedBy(each("orders", QueryDocument::order))
                .with(Set.copyOf(each("include", QueryDocument::part)));
        List<Calculation> calculations = each("calculations", QueryDocument::calculation);
        return calculations.isEmpty() ? query : query.calculating(calculations);
    }

    /** Half a minute, or as much as makes a series of a readable length. */
    private static int step(Query time) {
        long range = Duration.between(time.from(), time.to()).toSeconds();
        return (int) Math.max(STEP, (range + MOST_STEPS - 1) / MOST_STEPS);
    }

    private Query between(Instant now) {
        if (document.containsKey("from") || document.containsKey("to")) {
            return between(time("from"), time("to"), "to");
        }
        Duration range = Duration.ofSeconds(whole("time_range", RANGE));
        if (document.containsKey("start_time")) {
            Instant start = seconds("start_time");
            return between(
                    start, document.containsKey("end_time") ? seconds("end_time") : start.plus(range), "end_time");
        }
        Instant end = document.containsKey("end_time") ? seconds("end_time") : now;
        return between(end.minus(range), end, "time_range");
    }

    private static Query between(Instant from, Instant to, String field) {
        if (from.isBefore(Instant.EPOCH) || to.isAfter(LAST)) {
            throw new BadQuery(field, from + " to " + to, "a time between 1970 and 2200");
        }
        if (!from.isBefore(to)) {
            throw new BadQuery(field, to, "a time after " + from);
        }
        return Query.between(from, to);
    }

    private Instant time(String field) {
        String text = text(document.get(field), field, "text");
        try {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
                throw new BadQuery(field, text, "a time between 1970 and 2200");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw new BadQuery(field, "'" + text + "'", "a time such as 2026-01-31T12:00:00Z");
        }
    }

    private Instant seconds(String field) {
        if (document.get(field) instanceof JsonNumber number) {
            try {
                return Instant.ofEpochSecond(number.longValueExact());
            } catch (ArithmeticException | DateTimeException e) {
                throw new BadQuery(field, number, "whole seconds since 1970");
            }
        }
        throw new BadQuery(field, found(document.get(field)), "whole seconds since 1970");
    }

    private static String text(JsonValue value, String field, String expected) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new BadQuery(field, found(value), expected);
    }

    private static String found(JsonValue value) {
        return value == null ? "missing" : value.toString();
    }

    private int whole(String field, int otherwise) {
        if (!document.containsKey(field)) {
            return otherwise;
        }
        if (document.get(field) instanceof JsonNumber number
                && number.isIntegral()
                && number.doubleValue() >= 1
                && number.doubleValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new BadQuery(field, found(document.get(field)), "a whole number from 1 on");
    }

    private <T> List<T> each(String field, BiFunction<JsonValue, String, T> read) {
        return each(document, field, field, read);
    }

    private static <T> List<T> each(
            JsonObject document, String name, String field, BiFunction<JsonValue, String, T> read) {
        JsonValue value = document.getOrDefault(name, JsonValue.EMPTY_JSON_ARRAY);
        if (!(value instanceof JsonArray array)) {
            throw new BadQuery(field, value, "an array");
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            all.add(read.apply(array.get(i), field + "[" + i + "]"));
        }
        return all;
    }

    private static JsonObject object(JsonValue value, String field) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new BadQuery(field, value, "an object");
    }

    private static CalculatedField made(JsonValue value, String field) {
        JsonObject object = object(value, field);
        String name = text(object.get("name"), field + ".name", "text");
        if (name.isEmpty()) {
            throw new BadQuery(field + ".name", "empty", "a name");
        }
        try {
            return new CalculatedField(
                    name, ExpressionParser.parse(text(object.get("expression"), field + ".expression", "text")));
        } catch (BadExpression e) {
            throw new BadQuery(field + ".expression", e.found() + " at " + e.position(), e.expected());
        }
    }

    private static Calculation calculation(JsonValue value, String field) {
        JsonObject object = object(value, field);
        String name = object.containsKey("name") ? text(object.get("name"), field + ".name", "text") : "";
        return sized(object, plain(object, "op", field), field)
                .where(name, combination(object, field + ".filter_combination"), filters(object, field + "."));
    }

    private static Calculation sized(JsonObject object, Calculation calculation, String field) {
        if (!object.containsKey("height")) {
            return calculation;
        }
        if (calculation.op() == Calculation.Op.HEATMAP
                && object.get("height") instanceof JsonNumber number
                && number.doubleValue() >= LEAST_HEIGHT
                && Double.isFinite(number.doubleValue())) {
            return Calculation.heatmap(calculation.column(), number.doubleValue());
        }
        throw new BadQuery(
                field + ".height", found(object.get("height")), "of a HEATMAP, a number from " + LEAST_HEIGHT + " on");
    }

    private static Calculation plain(JsonObject object, String op, String field) {
        Calculation.Op how = oneOf(
                Calculation.Op.values(),
                Calculation.Op::name,
                text(object.get(op), field + "." + op, "text"),
                field + "." + op);
        if (!how.takesColumn()) {
            if (object.containsKey("column") && object.get("column") != JsonValue.NULL) {
                throw new BadQuery(
                        field + ".column", found(object.get("column")), "no column: " + how + " works on events");
            }
            return new Calculation(how, "");
        }
        String column = text(object.get("column"), field + ".column", "a column's name");
        if (column.isEmpty()) {
            throw new BadQuery(field + ".column", "empty", "a column's name");
        }
        return new Calculation(how, column);
    }

    private static <T> T oneOf(T[] all, Function<T, String> word, String text, String field) {
        return Arrays.stream(all)
                .filter(one -> word.apply(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new BadQuery(
                        field,
                        "'" + text + "'",
                        "one of: " + Arrays.stream(all).map(word).collect(Collectors.joining(", "))));
    }

    private static Filter.Combination combination(JsonObject object, String field) {
        JsonValue value = object.get("filter_combination");
        return value == null
                ? Filter.Combination.AND
                : oneOf(Filter.Combination.values(), Enum::name, text(value, field, "text"), field);
    }

    private static List<Filter> filters(JsonObject object, String before) {
        return each(object, "filters", before + "filters", QueryDocument::filter);
    }

    private static Filter filter(JsonValue value, String field) {
        JsonObject object = object(value, field);
        Filter.Op op = oneOf(
                Filter.Op.values(), Filter.Op::sign, text(object.get("op"), field + ".op", "text"), field + ".op");
        return new Filter(
                text(object.get("column"), field + ".column", "a column's name"), op, operands(op, object, field));
    }

    private static List<Object> operands(Filter.Op op, JsonObject object, String field) {
        if (op.takesMany()) {
            List<Object> values = each(object, "value", field + ".value", QueryDocument::value);
            if (values.isEmpty() || values.size() > LIMIT) {
                throw new BadQuery(field + ".value", values.size() + " values", "an array of 1 to " + LIMIT);
            }
            return values;
        }
        return op.operands() == 0 ? List.of() : List.of(value(object.get("value"), field + ".value"));
    }

    private static Object value(JsonValue value, String field) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (value instanceof JsonNumber number) {
            return number(number);
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw new BadQuery(field, found(value), "text, a number, true or false");
    }

    private static Object number(JsonNumber number) {
        boolean whole = number.isIntegral()
                && number.bigDecimalValue().precision()
                                - number.bigDecimalValue().scale()
                        <= 19
                && number.bigIntegerValue().bitLength() < Long.SIZE;
        return whole ? (Object) number.longValue() : (Object) number.doubleValue();
    }

    private static Having having(JsonValue value, String field) {
        JsonObject object = object(value, field);
        Filter.Op op = oneOf(
                Stream.of(Filter.Op.values()).filter(Filter.Op::compares).toArray(Filter.Op[]::new),
                Filter.Op::sign,
                text(object.get("op"), field + ".op", "text"),
                field + ".op");
        if (!(object.get("value") instanceof JsonNumber number)) {
            throw new BadQuery(field + ".value", found(object.get("value")), "a number");
        }
        return new Having(label(object, "calculate_op", field), op, number.doubleValue());
    }

    /** A calculation by its name, or by what it is made of. */
    private static String label(JsonObject object, String op, String field) {
        return object.containsKey("name")
                ? text(object.get("name"), field + ".name", "text")
                : plain(object, op, field).label();
    }

    private static Order order(JsonValue value, String field) {
        JsonObject object = object(value, field);
        boolean descending = object.containsKey("order")
                && text(object.get("order"), field + ".order", "text").equals("descending");
        if (object.containsKey("order") && !descending) {
            oneOf(
                    new String[] {"ascending", "descending"},
                    word -> word,
                    text(object.get("order"), field + ".order", "text"),
                    field + ".order");
        }
        boolean calculated = object.containsKey("op") || object.containsKey("name");
        String by = calculated
                ? label(object, "op", field)
                : text(object.get("column"), field + ".column", "a breakdown's name");
        return new Order(by, descending);
    }

    private static Query.Part part(JsonValue value, String field) {
        return oneOf(
                Query.Part.values(), part -> part.name().toLowerCase(Locale.ROOT), text(value, field, "text"), field);
    }
}
