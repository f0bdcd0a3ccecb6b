package org.scruffy.web.rest;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.scruffy.telemetry.BadQuery;

/** The fields of a JSON object that somebody wrote by hand: who is wrong is told where. */
record SaidJson(JsonObject object) {

    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private JsonValue value(String field) {
        return object.getOrDefault(field, JsonValue.NULL);
    }

    boolean has(String field) {
        return value(field) != JsonValue.NULL;
    }

    String text(String field, String otherwise, int most) {
        if (!has(field)) {
            return otherwise;
        }
        if (value(field) instanceof JsonString text && text.getString().length() <= most) {
            return text.getString();
        }
        throw new BadQuery(field, found(field), "text of at most " + most + " characters");
    }

    boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (value(field) == JsonValue.TRUE || value(field) == JsonValue.FALSE) {
            return value(field) == JsonValue.TRUE;
        }
        throw new BadQuery(field, found(field), "true or false");
    }

    /** A moment in whole seconds since 1970. */
    Optional<Instant> seconds(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        try {
            Instant time = Instant.ofEpochSecond(((JsonNumber) value(field)).longValueExact());
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(LAST)) {
                return Optional.of(time);
            }
        } catch (ClassCastException | ArithmeticException | DateTimeException e) {
            // said below
        }
        throw new BadQuery(field, found(field), "whole seconds since 1970, before 2200");
    }

    private String found(String field) {
        String text = value(field).toString();
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
