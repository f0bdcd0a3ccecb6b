package org.scruffy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {

    private static final Instant NOW = Instant.parse("2026-11-24T15:10:10Z");

    @TempDir
    Path clips;

    private final HttpClient client = HttpClient.newHttpClient();
    private Origin origin;

    @BeforeEach
    void start() throws IOException {
        for (String clip : new String[] {"main", "break"}) {
            for (int i = 0; i < NetworkFeed.LOOP; i++) {
                Path file = clips.resolve(clip).resolve("v720").resolve(Studio.segment(i));
                Files.createDirectories(file.getParent());
                Files.writeString(file, clip + " " + i);
            }
        }
        origin = new Origin(Clock.fixed(NOW, ZoneOffset.UTC), clips, 0);
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.address().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void master_namesBothRenditions() throws Exception {
        HttpResponse<String> master = get("/main/master.m3u8");
        assertThat(master.statusCode()).isEqualTo(200);
        assertThat(master.headers().firstValue("Content-Type")).hasValue("application/vnd.apple.mpegurl");
        assertThat(master.body())
                .contains("RESOLUTION=1280x720", "\nv720.m3u8\n", "RESOLUTION=640x360", "\nv360.m3u8\n");
    }

    @Test
    void playlist_isOpenToBrowsersAndNotSentTwice() throws Exception {
        HttpResponse<String> first = get("/main/v720.m3u8");
        assertThat(first.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second = get("/main/v720.m3u8", "If-None-Match", tag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void segments_ofThePlaylistAreThere() throws Exception {
        URI playlist = origin.address().resolve("/main/v720.m3u8");
        long listed = get("/main/v720.m3u8")
                .body()
                .lines()
                .filter(line -> line.endsWith(".ts"))
                .peek(line -> {
                    try {
                        assertThat(get(playlist.resolve(line).getPath()).body()).matches("(main|break) \\d+");
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .count();
        assertThat(listed).isEqualTo(10);
    }

    @Test
    void segment_ofTheFutureAndOfThePastIsNotFound() throws Exception {
        long newest = NetworkFeed.newest(NOW);
        assertThat(get("/main/v720/" + newest + ".ts").statusCode()).isEqualTo(200);
        assertThat(get("/main/v720/" + (newest + 1) + ".ts").statusCode()).isEqualTo(404);
        assertThat(get("/main/v720/" + (newest - 30) + ".ts").statusCode()).isEqualTo(200);
        assertThat(get("/main/v720/" + (newest - 50) + ".ts").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/main",
                "/world/master.m3u8",
                "/main/v480.m3u8",
                "/main/master.ts",
                "/main/v720.ts",
                "/main/v720/1.m3u8",
                "/main/v720/..%2F..%2Fsecret.ts",
                "/main/v720/99999999999999999.ts",
                "/main/v720/-1.ts",
                "/main//v720.m3u8"
            })
    void anythingElse_isNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void feedWithoutPictures_isNotReadyYet() throws Exception {
        HttpResponse<String> kids = get("/kids/v720.m3u8");
        assertThat(kids.statusCode()).isEqualTo(503);
        assertThat(kids.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void otherMethods_areRefused() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(origin.address().resolve("/main/master.m3u8"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void takenPort_isReplacedByAFreeOne() throws Exception {
        int taken = origin.address().getPort();
        try (Origin second = new Origin(Clock.systemUTC(), clips, taken)) {
            assertThat(second.address().getPort()).isNotEqualTo(taken).isPositive();
        }
    }
}
