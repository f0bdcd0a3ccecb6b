package org.scruffy.dataset;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import org.scruffy.spi.telemetry.Filter;

/** Filters as the database keeps them: JSON, each with its {@code column}, {@code op} and {@code values}. */
final class FilterText {

    private static final JsonProvider JSON = JsonProvider.provider();

    private FilterText() {}

    static String write(List<Filter> filters) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        for (Filter filter : filters) {
            JsonArrayBuilder values = JSON.createArrayBuilder();
            filter.values().forEach(value -> values.add(value(value)));
            all.add(JSON.createObjectBuilder()
                    .add("column", Names.kept(filter.column()))
                    .add("op", filter.op().name())
                    .add("values", values));
        }
        return all.build().toString();
    }

    private static JsonValue value(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof Long number) {
            return JSON.createValue(number);
        }
        return value instanceof Double number
                ? JSON.createValue(number)
                : JSON.createValue(Names.kept(value.toString()));
    }

    static List<Filter> read(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readArray().getValuesAs(JsonObject.class).stream()
                    .map(FilterText::filter)
                    .toList();
        }
    }

    private static Filter filter(JsonObject object) {
        JsonArray values = object.getJsonArray("values");
        return new Filter(
                object.getString("column"),
                Filter.Op.valueOf(object.getString("op")),
                values.stream().map(FilterText::plain).toList());
    }

    private static Object plain(JsonValue value) {
        if (value instanceof JsonString text) {
            return text.getString();
        }
        if (value instanceof JsonNumber number) {
            return number.isIntegral() ? (Object) number.longValueExact() : (Object) number.doubleValue();
        }
        return value == JsonValue.TRUE;
    }
}
