package org.scruffy.web.rest;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.telemetry.BadQuery;

/** A query as JSON, and its answer. Read by hand: whoever writes a query by hand is told what is wrong where. */
final class QueryDocument {

    private static final Set<String> KNOWN =
            Set.of("from", "to", "calculations", "filters", "breakdowns", "granularitySeconds", "limit");
    // the static methods of Json look for a provider at every call: milliseconds for each value
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int STEP = 30;
    private static final int LIMIT = 100;

    private QueryDocument() {}

    static Query read(JsonObject document) {
        for (String name : document.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new BadQuery(
                        name, "given", "one of: " + KNOWN.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
        Instant from = time(document, "from");
        Instant to = time(document, "to");
        if (!from.isBefore(to)) {
            throw new BadQuery("to", to, "a time after from, " + from);
        }
        Query query = Query.between(from, to)
                .every(Duration.ofSeconds(whole(document, "granularitySeconds", STEP)))
                .first(whole(document, "limit", LIMIT))
                .where(filters(array(document, "filters")))
                .by(breakdowns(array(document, "breakdowns")));
        JsonArray calculations = array(document, "calculations");
        return calculations.isEmpty() ? query : query.calculating(calculations(calculations));
    }

    private static Instant time(JsonObject document, String field) {
        String text = text(document, field, field);
        try {
            Instant time = Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("2200-01-01T00:00:00Z"))) {
                throw new BadQuery(field, text, "a time between 1970 and 2200");
            }
            return time;
        } catch (DateTimeParseException e) {
            throw new BadQuery(field, "'" + text + "'", "a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static String text(JsonObject object, String name, String field) {
        if (object.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw new BadQuery(field, found(object, name), "text");
    }

    private static String found(JsonObject object, String name) {
        return object.containsKey(name) ? object.get(name).toString() : "missing";
    }

    private static int whole(JsonObject document, String field, int otherwise) {
        if (!document.containsKey(field)) {
            return otherwise;
        }
        if (document.get(field) instanceof JsonNumber number
                && number.isIntegral()
                && number.doubleValue() >= 1
                && number.doubleValue() <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new BadQuery(field, found(document, field), "a whole number from 1 on");
    }

    private static JsonArray array(JsonObject document, String field) {
        JsonValue value = document.getOrDefault(field, JsonValue.EMPTY_JSON_ARRAY);
        if (value instanceof JsonArray array) {
            return array;
        }
        throw new BadQuery(field, value, "an array");
    }

    private static JsonObject object(JsonArray array, int index, String field) {
        if (array.get(index) instanceof JsonObject object) {
            return object;
        }
        throw new BadQuery(field, array.get(index), "an object");
    }

    private static List<Calculation> calculations(JsonArray array) {
        List<Calculation> calculations = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String field = "calculations[" + i + "]";
            JsonObject object = object(array, i, field);
            Calculation.Op op = op(text(object, "op", field + ".op"), field + ".op");
            boolean counts = op == Calculation.Op.COUNT;
            if (counts && object.containsKey("column")) {
                throw new BadQuery(field + ".column", found(object, "column"), "no column: COUNT counts events");
            }
            String column = counts ? "" : text(object, "column", field + ".column");
            if (!counts && column.isEmpty()) {
                throw new BadQuery(field + ".column", "empty", "a column");
            }
            calculations.add(new Calculation(op, column));
        }
        return calculations;
    }

    private static Calculation.Op op(String text, String field) {
        return Arrays.stream(Calculation.Op.values())
                .filter(op -> op.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new BadQuery(field, "'" + text + "'", "one of: " + names(Calculation.Op.values())));
    }

    private static String names(Object[] values) {
        return Arrays.stream(values).map(Object::toString).collect(Collectors.joining(", "));
    }

    private static List<Filter> filters(JsonArray array) {
        List<Filter> filters = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String field = "filters[" + i + "]";
            JsonObject object = object(array, i, field);
            Filter.Op op = comparison(text(object, "op", field + ".op"), field + ".op");
            List<Object> values = op.operands() == 0 ? List.of() : List.of(value(object, field + ".value"));
            filters.add(new Filter(text(object, "column", field + ".column"), op, values));
        }
        return filters;
    }

    private static Filter.Op comparison(String text, String field) {
        return Arrays.stream(Filter.Op.values())
                .filter(op -> op.sign().equals(text))
                .findFirst()
                .orElseThrow(() -> new BadQuery(
                        field,
                        "'" + text + "'",
                        "one of: "
                                + names(Arrays.stream(Filter.Op.values())
                                        .map(Filter.Op::sign)
                                        .toArray())));
    }

    private static Object value(JsonObject filter, String field) {
        JsonValue value = filter.get("value");
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (value instanceof JsonNumber number) {
            return number.doubleValue();
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw new BadQuery(field, found(filter, "value"), "text, a number, true or false");
    }

    private static List<String> breakdowns(JsonArray array) {
        List<String> breakdowns = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof JsonString name)) {
                throw new BadQuery("breakdowns[" + i + "]", array.get(i), "a column's name");
            }
            breakdowns.add(name.getString());
        }
        return breakdowns;
    }

    static JsonObject answer(Query query, Result result, long tookMs, long dropped) {
        JsonObjectBuilder answer = JSON.createObjectBuilder()
                .add("from", query.from().toString())
                .add("to", query.to().toString())
                .add("granularitySeconds", query.granularity().toSeconds());
        result.heatmaps().stream().findFirst().ifPresent(heatmap -> answer.add("heatmap", heatmap(heatmap)));
        JsonArrayBuilder rows = JSON.createArrayBuilder();
        result.rows().forEach(row -> rows.add(row(query, row)));
        return answer.add("rows", rows)
                .add("matched", result.matched())
                .add("tookMs", tookMs)
                .add("dropped", dropped)
                .build();
    }

    private static JsonObjectBuilder heatmap(Heatmap heatmap) {
        JsonArrayBuilder cells = JSON.createArrayBuilder();
        for (Heatmap.Cell cell : heatmap.cells()) {
            JsonObjectBuilder one = JSON.createObjectBuilder().add("x", cell.x());
            cell.y().ifPresentOrElse(y -> one.add("y", y), () -> one.addNull("y"));
            cells.add(one.add("count", cell.count())
                    .add("max", Values.number(cell.max()))
                    .add("trace", cell.trace()));
        }
        return JSON.createObjectBuilder().add("column", heatmap.column()).add("cells", cells);
    }

    private static JsonObjectBuilder row(Query query, Result.Row row) {
        JsonObjectBuilder group = JSON.createObjectBuilder();
        query.breakdowns().forEach(name -> group.add(name, Values.of(row.group().get(name))));
        return JSON.createObjectBuilder().add("group", group).add("values", Values.of(query, row.values()));
    }

    /** Java's values in JSON. */
    static final class Values {

        private Values() {}

        static JsonObjectBuilder of(Query query, Map<String, Number> values) {
            JsonObjectBuilder object = JSON.createObjectBuilder();
            query.calculations().stream()
                    .filter(calculation -> calculation.op() != Calculation.Op.HEATMAP)
                    .forEach(calculation -> object.add(calculation.label(), of(values.get(calculation.label()))));
            return object;
        }

        static JsonValue of(Object value) {
            if (value instanceof String text) {
                return JSON.createValue(text);
            }
            if (value instanceof Boolean truth) {
                return truth ? JsonValue.TRUE : JsonValue.FALSE;
            }
            if (value instanceof Long || value instanceof Integer) {
                return JSON.createValue(((Number) value).longValue());
            }
            return value instanceof Number number ? number(number.doubleValue()) : JsonValue.NULL;
        }

        /** JSON has no word for infinity. */
        static JsonValue number(double value) {
            return Double.isFinite(value) ? JSON.createValue(value) : JsonValue.NULL;
        }
    }
}
