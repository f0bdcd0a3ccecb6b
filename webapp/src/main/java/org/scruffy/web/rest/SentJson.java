package org.scruffy.web.rest;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import org.scruffy.telemetry.BadQuery;

/** JSON that somebody sent. */
final class SentJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private SentJson() {}

    /** @throws JsonException also for what is nested too deeply and for endless numbers, which have no exception of their own */
    static JsonValue value(String text) {
        try (JsonReader reader = JSON.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new JsonException(e.getMessage(), e);
        }
    }

    static JsonObject object(String body) {
        try {
            JsonValue value = value(body);
            if (value instanceof JsonObject object) {
                return object;
            }
            throw new BadQuery("body", value instanceof JsonArray ? "an array" : "no object", "a JSON object");
        } catch (JsonException e) {
            throw new BadQuery("body", "no JSON: " + e.getMessage(), "a JSON object");
        }
    }
}
