package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String base;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "origin");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                asked.add("for something else");
            }
            if (path.startsWith("/to?")) {
                exchange.getResponseHeaders().set("Location", path.substring(4));
                exchange.sendResponseHeaders(302, -1);
            } else if (path.startsWith("/slow?")) {
                await(400);
                exchange.getResponseHeaders().set("Location", path.substring(6));
                exchange.sendResponseHeaders(302, -1);
            } else {
                byte[] body = "x".repeat(2000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void await(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static Reading<Fetcher.Fetched> fetch(String networks, String address) {
        return new Fetcher(new OriginPolicy(networks, false)).fetch(address, SOON, 4096);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/x",
                "http://localhost/x",
                "http://LOCALHOST./x",
                "http://127.1/x",
                "http://2130706433/x",
                "http://0.0.0.0/x",
                "http://[::1]/x",
                "http://[::]/x",
                "http://[::ffff:127.0.0.1]/x",
                "http://[::ffff:a00:1]/x",
                "http://10.1.2.3/x",
                "http://172.31.255.255/x",
                "http://192.168.0.1/x",
                "http://169.254.169.254/latest/meta-data",
                "http://100.64.0.1/x",
                "http://[fd00::1]/x",
                "http://[fe80::1]/x",
                "http://[64:ff9b::a00:1]/x",
                "http://[2002:a00:1::]/x",
                "http://224.0.0.1/x",
                "http://255.255.255.255/x",
                "http://user@127.0.0.1/x",
                "https://127.0.0.1/x"
            })
    void addressInsideAnyNetworkOfOurs_isNotFetched(String address) {
        assertThat(fetch("", address).refusal())
                .as(address)
                .containsAnyOf("network that is not fetched from", "names no server", "server nobody knows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:///etc/passwd", "ftp://example.com/x", "gopher://x/1", "http://", "http:///x", "//x", ""})
    void otherSchemes_areNotFetched(String address) {
        assertThat(fetch("0.0.0.0/0", address).refusal()).contains("expected http or https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a b/x", "http://[::1/x", "http://x_y.invalid/x", "http://%31%32/x"})
    void addressNobodyCanRead_isRefused(String address) {
        assertThat(fetch("0.0.0.0/0", address).refusal()).isNotEmpty();
    }

    @Test
    void networkThatIsAllowed_isFetched() {
        assertThat(fetch("127.0.0.1/32", base + "/x").value()).isPresent();
        assertThat(fetch("10.0.0.0/8, 127.0.0.0/8", base + "/x").value()).isPresent();
        assertThat(fetch("10.0.0.0/8", base + "/x").value()).isEmpty();
        assertThat(asked).hasSize(2);
    }

    @Test
    void redirectIntoANetworkOfOurs_isNotFollowed() {
        assertThat(fetch("127.0.0.1/32", base + "/to?http://127.0.0.2:1/x").refusal())
                .contains("127.0.0.2 is not public");
        assertThat(fetch("127.0.0.1/32", base + "/to?file:///etc/passwd").refusal())
                .contains("not followed");
        assertThat(fetch("127.0.0.1/32", base + "/to?/x").value()).isPresent();
    }

    @Test
    void redirectsForEver_areGivenUp() {
        assertThat(fetch("127.0.0.1/32", base + "/to?/to?/to?/to?/to?/x").refusal())
                .contains("not followed");
    }

    @Test
    void redirects_shareOneTime() {
        Reading<Fetcher.Fetched> reading = new Fetcher(new OriginPolicy("127.0.0.1/32", false))
                .fetch(base + "/slow?/slow?/slow?/x", Duration.ofMillis(900), 4096);

        assertThat(reading.refusal()).isEqualTo("does not answer within 900 ms");
        assertThat(asked).doesNotContain("/x");
    }

    @Test
    void bodyThatIsTooLarge_isRefused() {
        assertThat(new Fetcher(new OriginPolicy("127.0.0.1/32", false))
                        .fetch(base + "/x", SOON, 1024)
                        .refusal())
                .contains("is larger than 1 KiB");
    }

    @Test
    void networkThatIsNone_isRefusedByName() {
        for (String bad : List.of("10.0.0.0", "10.0.0.0/33", "example.com/8", "10.0.0/8x", "::1/129", "1.2.3.4/8,,x")) {
            assertThatThrownBy(() -> new OriginPolicy(bad, false))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scruffy.origin-networks");
        }
    }

    @Test
    void withoutEncryption_nothingElseIsOffered() {
        assertThat(new Fetcher(new OriginPolicy("", true))
                        .fetch(base + "/a", SOON, 10_000)
                        .refusal())
                .isEmpty();

        assertThat(asked).containsExactly("/a");
    }
}
