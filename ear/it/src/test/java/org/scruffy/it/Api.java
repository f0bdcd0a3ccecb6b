package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

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

    /** Asks at any path with the demo's key, in Honeycomb's header where the path is Honeycomb's; what is empty is not sent. */
    static Answer send(RunningScruffy scruffy, String method, String path, String json) {
        HttpRequest.Builder request = path.startsWith("/1/")
                ? scruffy.anonymous(path).header("X-Honeycomb-Team", RunningScruffy.DEMO_KEY)
                : scruffy.request(path);
        return new Answer(scruffy.send(request.header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json(json)))));
    }

    /** Brings an event of now. */
    static void bring(RunningScruffy scruffy, String dataset, String event) {
        send(scruffy, "POST", "/1/events/" + dataset, event).is(200);
    }

    /** Brings events of one time, each told by its columns alone: without the braces around them. */
    static void bringAt(RunningScruffy scruffy, String dataset, Instant at, String... columns) {
        bringAll(scruffy, dataset, Stream.of(columns).map(each -> event(at, each)));
    }

    /** Brings events, each as {@link #event} has made it, with one request. */
    static void bringAll(RunningScruffy scruffy, String dataset, Stream<String> events) {
        send(scruffy, "POST", "/1/batch/" + dataset, events.collect(Collectors.joining(",", "[", "]")))
                .is(200);
    }

    static String event(Instant at, String columns) {
        return "{'time':'%s','data':{%s}}".formatted(at, columns);
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

    /** Approves a creative as it is, with all of its checklist. */
    void approve(String creative) {
        Answer seen = get(creative).is(200);
        String all = seen.json().getJsonArray("checklist").getValuesAs(JsonObject.class).stream()
                .map(point -> '"' + point.getString("point") + '"')
                .collect(Collectors.joining(","));
        seen = put(creative + "/checklist", json("{'points':[%s]}", all), "If-Match", seen.header("ETag"));
        seen = post(creative + "/submit", null, "If-Match", seen.header("ETag"));
        post(creative + "/approve", null, "If-Match", seen.header("ETag")).is(200);
    }

    /** Six seconds of a spot of the demo, as somebody would send them. */
    byte[] film() throws IOException {
        Path spot;
        try (Stream<Path> spots = Files.list(scruffy.data().resolve("media"))) {
            spot = spots.map(folder -> folder.resolve("v360"))
                    .filter(folder -> Files.isRegularFile(folder.resolve("001.ts")))
                    .findFirst()
                    .orElseThrow();
        }
        ByteArrayOutputStream film = new ByteArrayOutputStream();
        film.write(Files.readAllBytes(spot.resolve("000.ts")));
        film.write(Files.readAllBytes(spot.resolve("001.ts")));
        return film.toByteArray();
    }

    private Answer send(String method, String path, String json, String... headers) {
        HttpRequest.Builder request =
                request(path).method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
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

    static byte[] zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
