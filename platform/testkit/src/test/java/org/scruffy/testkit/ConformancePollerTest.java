package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConformancePollerTest {

    private static final String HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n";

    private HttpServer server;
    private volatile String media = "";
    private ConformancePoller poller;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = exchange.getRequestURI().getPath().endsWith("master.m3u8")
                    ? "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv0.m3u8\n"
                    : media;
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        poller = new ConformancePoller(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live/master.m3u8"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void poller_isContentWithAPlaylistThatSlides() throws Exception {
        media = HEAD + "#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n#EXTINF:2,\nc.ts\n";
        poller.poll();
        media = HEAD + "#EXT-X-MEDIA-SEQUENCE:2\n#EXTINF:2,\nb.ts\n#EXTINF:2,\nc.ts\n#EXTINF:2,\nd.ts\n";
        poller.poll();

        assertThat(poller.violations()).isEmpty();
        assertThat(poller.polls()).isEqualTo(2);
    }

    @Test
    void poller_seesASegmentThatWasSwapped() throws Exception {
        media = HEAD + "#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:2,\na.ts\n#EXTINF:2,\nb.ts\n#EXTINF:2,\nc.ts\n";
        poller.poll();
        media = HEAD + "#EXT-X-MEDIA-SEQUENCE:2\n#EXTINF:2,\nx.ts\n#EXTINF:2,\nc.ts\n#EXTINF:2,\nd.ts\n";
        poller.poll();

        assertThat(poller.violations()).singleElement().asString().contains("6.2.1-M10", "was b.ts and is x.ts");
    }

    @Test
    void poller_seesAnAnswerThatIsNoPlaylist() throws Exception {
        media = "<html>";
        poller.poll();

        assertThat(poller.violations()).isNotEmpty();
    }
}
