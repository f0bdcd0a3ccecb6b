package org.scruffy.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Refuses JSON that is not of the shape of the record it is for, and names where. The binding itself does not: it makes 1 of 1.5,
 * false of "perhaps" and some other number of one that is too large.
 */
@Provider
public class JsonShape implements ReaderInterceptor {

    private static final int MOST_SHOWN = 80;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException, WebApplicationException {
        if (context.getType().isRecord()) {
            byte[] body = context.getInputStream().readAllBytes();
            if (body.length > 0) {
                check(new String(body, StandardCharsets.UTF_8), context.getType());
            }
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }

    /** @throws BadInput at the first place that is not of the shape */
    static void check(String json, Class<?> shape) {
        JsonValue value;
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            value = reader.readValue();
        } catch (RuntimeException e) {
            // also where it is nested too deeply, which has no exception of its own
            throw new JsonbException("No JSON: " + e.getMessage(), e);
        }
        check("", value, shape);
    }

    private static void check(String where, JsonValue value, Type shape) {
        if (value.getValueType() == ValueType.NULL) {
            return;
        }
        if (shape == String.class) {
            require(where, value, one -> one.getValueType() == ValueType.STRING, "a text");
        } else if (shape == Boolean.class || shape == boolean.class) {
            require(where, value, JsonShape::isTruth, "true or false");
        } else if (shape == Integer.class || shape == int.class) {
            require(where, value, one -> isWhole(one, Integer.MIN_VALUE, Integer.MAX_VALUE), "a whole number");
        } else if (shape == Long.class || shape == long.class) {
            require(where, value, one -> isWhole(one, Long.MIN_VALUE, Long.MAX_VALUE), "a whole number");
        } else if (shape == Double.class || shape == double.class) {
            require(where, value, JsonNumber.class::isInstance, "a number");
        } else if (shape instanceof ParameterizedType list && list.getRawType() == List.class) {
            checkEach(where, value, list.getActualTypeArguments()[0]);
        } else if (shape instanceof ParameterizedType map && map.getRawType() == Map.class) {
            require(where, value, one -> one.getValueType() == ValueType.OBJECT, "an object");
        } else if (shape instanceof Class<?> type && type.isRecord()) {
            checkFields(where, value, type);
        }
    }

    private static void checkEach(String where, JsonValue value, Type shape) {
        require(where, value, JsonArray.class::isInstance, "an array");
        JsonArray array = value.asJsonArray();
        for (int i = 0; i < array.size(); i++) {
            check(where + "[" + i + "]", array.get(i), shape);
            if (array.get(i).getValueType() == ValueType.NULL) {
                throw new BadInput(where + "[" + i + "]", "null", "something that is not null");
            }
        }
    }

    private static void checkFields(String where, JsonValue value, Class<?> type) {
        require(where, value, one -> one.getValueType() == ValueType.OBJECT, "an object");
        for (RecordComponent component : type.getRecordComponents()) {
            JsonValue field = value.asJsonObject().get(name(component));
            if (field != null) {
                check(
                        where.isEmpty() ? name(component) : where + "." + name(component),
                        field,
                        component.getGenericType());
            }
        }
    }

    private static String name(RecordComponent component) {
        // of a component the annotation is kept at its field
        try {
            JsonbProperty named = component
                    .getDeclaringRecord()
                    .getDeclaredField(component.getName())
                    .getAnnotation(JsonbProperty.class);
            return named == null ? component.getName() : named.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("Every component of a record has a field", e);
        }
    }

    private static boolean isTruth(JsonValue value) {
        return value.getValueType() == ValueType.TRUE || value.getValueType() == ValueType.FALSE;
    }

    private static boolean isWhole(JsonValue value, long least, long most) {
        if (!(value instanceof JsonNumber number)) {
            return false;
        }
        BigDecimal exact = number.bigDecimalValue();
        return exact.compareTo(BigDecimal.valueOf(least)) >= 0
                && exact.compareTo(BigDecimal.valueOf(most)) <= 0
                && exact.remainder(BigDecimal.ONE).signum() == 0;
    }

    private static void require(String where, JsonValue value, Predicate<JsonValue> right, String expected) {
        if (!right.test(value)) {
            String found = value.toString();
            throw new BadInput(
                    where.isEmpty() ? "body" : where,
                    found.length() > MOST_SHOWN ? found.substring(0, MOST_SHOWN) + "…" : found,
                    expected);
        }
    }
}
