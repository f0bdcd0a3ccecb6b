package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A station's part of the API of a running product, asked by somebody with a key, JSON in and out. */
record Api(RunningScruffy scruffy, String callSign, String key) {

    static Api ofTheDemo(RunningScruffy scruffy) {
        return new Api(scruffy, "KSCF", RunningScruffy.DEMO_KEY);
    }

    /** What was answered. */
    record Answer(HttpResponse<String> response) {

        /** Fails with all that was said where the status is another. */
        Answer is(int status) {
            assertThat(response.statusCode())
                    .as(response.request().method() + " " + response.uri() + ": " + response.body())
                    .isEqualTo(status);
            return this;
        }

        /** A problem of a field that says what was found and what was expected. */
        JsonObject refuses(int status, String field) {
            is(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            JsonObject problem = json();
            assertThat(problem.getInt("status")).isEqualTo(status);
            assertThat(problem.getString("traceId")).matches("[0-9a-f]{32}");
            assertThat(problem.getString("detail")).isNotBlank().doesNotContain("Exception", "org.", "ERROR:");
            assertThat(problem.getJsonArray("errors").getValuesAs(JsonObject.class))
                    .as(response.body())
                    .anySatisfy(error -> {
                        assertThat(error.getString("field")).isEqualTo(field);
                        assertThat(error.containsKey("found")).isTrue();
                        assertThat(error.getString("expected")).isNotBlank();
                    });
            return problem;
        }

        JsonObject json() {
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                return reader.readObject();
            }
        }

        JsonArray array() {
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                return reader.readArray();
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String body() {
            return response.body();
        }
    }

    /** JSON with apostrophes for its quotation marks, and values put into it as {@link String#formatted} does. */
    static String json(String template, Object... values) {
        return template.formatted(values).replace('\'', '"');
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    Answer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    Answer put(String path, String json, String... headers) {
        return send("PUT", path, json, headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** Carries out some edits, all or none. */
    Answer edit(String... edits) {
        return post("edits", json("{'edits':[%s]}", String.join(",", edits)));
    }

    private Answer send(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = request(path)
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (json != null) {
            request.setHeader("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            for (int at = 0; at < headers.length; at += 2) {
                request.setHeader(headers[at], headers[at + 1]);
            }
        }
        return new Answer(scruffy.send(request));
    }

    /** A request to a path below the station, for what the others do not say. */
    HttpRequest.Builder request(String path) {
        return scruffy.anonymous("/api/v1/stations/" + callSign + "/" + path).header("Authorization", "Bearer " + key);
    }
}
