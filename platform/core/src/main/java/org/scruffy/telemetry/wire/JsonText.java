package org.scruffy.telemetry.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, words, numbers, booleans and null, for what has no shape of its own. Of keys that come twice the last counts. */
final class JsonText {

    private static final int DEEPEST = 200;

    private static final JsonFactory JSON = factory(DEEPEST);

    private JsonText() {}

    static JsonFactory factory(int deepest) {
        return JsonFactory.builder()
                // names are a stranger's: the table of interned strings would never forget them
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(deepest)
                        .maxNumberLength(400)
                        .build())
                .build();
    }

    static JsonParser parser(InputStream body) throws IOException {
        return JSON.createParser(body);
    }

    static JsonParser parser(byte[] body, int from, int length) throws IOException {
        return JSON.createParser(body, from, length);
    }

    /** Where a text breaks, as far as that is known, and why. */
    static String fault(JsonProcessingException e) {
        JsonLocation where = e.getLocation();
        return (where == null ? "" : "Line " + where.getLineNr() + ", column " + where.getColumnNr() + ": ")
                + e.getOriginalMessage();
    }

    /** The value of a whole text. */
    static Object read(byte[] body, int from, int length) throws IOException {
        try (JsonParser json = parser(body, from, length)) {
            if (json.nextToken() == null) {
                throw new Unreadable("Nothing is there, expected JSON");
            }
            Object value = value(json);
            if (json.nextToken() != null) {
                throw new Unreadable("More follows after the end of the JSON");
            }
            return value;
        }
    }

    /** The value that begins at the parser's token. */
    static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? json.getDoubleValue()
                        : (Object) json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            object.put(name, value(json));
        }
        return object;
    }

    private static List<Object> array(JsonParser json) throws IOException {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json));
        }
        return array;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> mapOf(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    static List<?> listOf(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : object.entrySet()) {
                json.writeFieldName(String.valueOf(field.getKey()));
                write(field.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof List<?> array) {
            json.writeStartArray();
            for (Object element : array) {
                write(element, json);
            }
            json.writeEndArray();
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value == null) {
            json.writeNull();
        } else {
            json.writeString(value.toString());
        }
    }
}
