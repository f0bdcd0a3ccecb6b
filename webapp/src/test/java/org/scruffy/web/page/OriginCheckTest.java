package org.scruffy.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.scruffy.feed.Fetcher;
import org.scruffy.plugin.Platform;
import org.scruffy.spi.feed.Cue;

class OriginCheckTest {

    private static final String LIVE = """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-TARGETDURATION:6
            #EXT-X-MEDIA-SEQUENCE:7
            #EXT-X-PROGRAM-DATE-TIME:2026-11-24T12:00:00.000+0000
            #EXTINF:6.0,
            seg7.ts
            #EXTINF:6.0,
            seg8.ts
            """;

    private final Fetcher fetcher = new Fetcher(
            new Platform(Path.of("data"), Path.of("plugins"), URI.create("http://localhost/"), true), Optional.empty());
    private final OriginCheck check = new OriginCheck(fetcher, mpd -> List.of());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void dashManifest_isNoFeed_butWhatItSignalsIsSaid() {
        answer("/live.mpd", 200, "<?xml version=\"1.0\"?>\n<MPD type=\"dynamic\"></MPD>");
        Cue cue = new Cue("a", Cue.Type.OUT, Instant.parse("2026-11-24T12:00:00Z"), Duration.ofSeconds(30));
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live.mpd");

        OriginCheck.Seen seen = new OriginCheck(fetcher, mpd -> List.of(cue)).look(address);

        assertThat(seen.good()).isFalse();
        assertThat(seen.words())
                .containsExactly(
                        "A DASH manifest; Scruffy splices HLS, which most packagers make beside it.",
                        "It signals 1 break, the last at 2026-11-24T12:00:00Z, 30 s long.");
        assertThat(look("/live.mpd").words()).contains("It signals no breaks right now.");
    }

    @Test
    void liveFeed_isDescribedByItsFirstVariant() {
        answer(
                "/master.m3u8",
                200,
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/x.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhi/x.m3u8\n");
        answer("/low/x.m3u8", 200, LIVE);

        OriginCheck.Seen seen = look("/master.m3u8");

        assertThat(seen.good()).isTrue();
        assertThat(seen.words())
                .containsExactly(
                        "A playlist with 2 variants.",
                        "2 segments of up to 6 s.",
                        "Its segments are dated, so that breaks can start by the schedule's clock.",
                        "No cue tags are in the stream right now; many feeds carry them only around a break.");
    }

    @Test
    void cues_areSeen() {
        answer("/x.m3u8", 200, LIVE + "#EXT-X-CUE-OUT:30\n#EXTINF:6.0,\nseg9.ts\n");

        assertThat(look("/x.m3u8").words()).contains("Cue tags are in the stream.");
    }

    @Test
    void feedWithoutDates_isNotGood() {
        answer("/x.m3u8", 200, LIVE.replaceAll("#EXT-X-PROGRAM.*\n", ""));

        assertThat(look("/x.m3u8").good()).isFalse();
    }

    @Test
    void recording_isNotAFeed() {
        answer("/x.m3u8", 200, LIVE + "#EXT-X-ENDLIST\n");

        assertThat(look("/x.m3u8").good()).isFalse();
        assertThat(look("/x.m3u8").words()).contains("It has an end: this is a recording, not a live feed.");
    }

    @Test
    void page_isNoPlaylist() {
        answer("/x.m3u8", 200, "<!DOCTYPE html><html>" + "a".repeat(500));

        assertThat(look("/x.m3u8").words())
                .singleElement()
                .asString()
                .startsWith("There is an answer at this address, but it is no HLS playlist: it starts with “<!DOCTYPE")
                .hasSizeLessThan(200);
    }

    @Test
    void errorsAndSilence_areSaid() {
        answer("/gone.m3u8", 404, "");

        assertThat(look("/gone.m3u8").words()).containsExactly("This address answers 404.");
        assertThat(check.look(URI.create("http://127.0.0.1:1/x.m3u8")).words())
                .containsExactly("This address refuses the connection.");
        assertThat(check.look(URI.create("file:///etc/passwd")).words())
                .containsExactly("This address is at 'file:///etc/passwd', expected http or https.");
    }

    @Test
    void variantWithAnotherScheme_isNotFetched() {
        answer("/master.m3u8", 200, "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfile:///etc/passwd\n");

        assertThat(look("/master.m3u8").words())
                .containsExactly("This address is at 'file:///etc/passwd', expected http or https.");
    }

    @Test
    void endlessAnswer_isCutOff() {
        server.createContext("/x.m3u8", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 0; i < 1000; i++) {
                    body.write("#EXTM3U and more and more".repeat(1000).getBytes(StandardCharsets.UTF_8));
                }
            }
        });

        assertThat(look("/x.m3u8").words()).containsExactly("This address cannot be fetched: is larger than 1024 KiB.");
    }

    @Test
    void answerThatHangs_isGivenUp() {
        server.createContext("/x.m3u8", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('#');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(look("/x.m3u8").words()).containsExactly("This address does not answer within 6000 ms.");
    }

    private OriginCheck.Seen look(String path) {
        return check.look(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
