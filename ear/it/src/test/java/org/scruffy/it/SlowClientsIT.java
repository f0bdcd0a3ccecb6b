package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Ten thousand who send a byte now and then: as many as there may be open files here and where {@code -Dslow.clients} says no other
 * number. Nothing that measures runs beside them.
 */
@Isolated
@ExtendWith(RunningScruffy.Shared.class)
class SlowClientsIT {

    private static final int WANTED = Integer.getInteger("slow.clients", 10_000);
    private static final int FILES_OF_OTHERS = 1_000;
    private static final Duration ATTACK = Duration.ofSeconds(40);
    private static final Duration PROMPT = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofSeconds(5);
    private static final long MORE_HEAP = 64_000_000;
    private static final long MORE_MEMORY = 400_000_000;

    private static final String JSON = "Content-Type: application/json";
    private static final String LENGTH = "Content-Length: 1000";
    private static final List<String> BEGINNINGS = List.of(
            head("/v1/traces", JSON, LENGTH) + "{",
            head("/v1/traces", "Content-Type: application/x-protobuf", LENGTH),
            head("/v1/traces", "Content-Type: application/x-protobuf", "Transfer-Encoding: chunked") + "3e8\r\n",
            head("/1/batch/slow", JSON, LENGTH) + "[",
            head("/v1/traces", JSON, LENGTH),
            head("/api/v2/spans", JSON, LENGTH) + "[",
            head("/api/v1/query", JSON, LENGTH) + "{",
            form("/login.xhtml", LENGTH),
            form("/login.xht%6Dl;x", LENGTH),
            "GET / HTTP/1.1\r\nHost: here\r\nX-Slow: ");

    /** Of ten: one sends nothing but a head. */
    private static final int WITH_BODIES = 9;

    private static String head(String path, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: here\r\nX-Scruffy-Key: " + RunningScruffy.DEMO_KEY + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String form(String path, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: here\r\nSec-Fetch-Site: same-origin\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** As many as wanted, or as this process and one like it may have connections. */
    private static int possible() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 4 * FILES_OF_OTHERS;
        return (int) Math.min(WANTED, files - FILES_OF_OTHERS);
    }

    @Test
    @Timeout(120)
    void slowClients_areCutAndDisturbNobody(RunningScruffy scruffy, TestReporter reporter) throws Exception {
        int count = possible();
        assertThat(count).as("clients that open files allow").isPositive();
        Others before = new Others(scruffy);
        before.come();
        long heap = scruffy.heap();
        long memory = scruffy.memory();
        Others meanwhile = new Others(scruffy);
        try (Slow slow = new Slow(scruffy.base().getPort(), count)) {
            long end = System.nanoTime() + ATTACK.toNanos();
            while (System.nanoTime() < end) {
                slow.go();
                meanwhile.come();
                TimeUnit.MILLISECONDS.sleep(500); // each signs in, and sessions stay for a while
            }
            reporter.publishEntry(Map.of(
                    "slow clients",
                    count + " of " + WANTED,
                    "ends",
                    slow.ends.toString(),
                    "waits",
                    meanwhile.toString()));
            assertThat(slow.ends.keySet())
                    .as("what became of them")
                    .contains("HTTP/1.1 503", "HTTP/1.1 408")
                    .isSubsetOf("HTTP/1.1 503", "HTTP/1.1 408", "HTTP/1.1 429", "closed");
            assertThat(slow.ended()).as("of " + count).isGreaterThanOrEqualTo(count / 10 * WITH_BODIES);
            assertThat(scruffy.heap() - heap).as("bytes more of heap").isLessThan(MORE_HEAP);
            assertThat(scruffy.memory() - memory).as("bytes more").isLessThan(MORE_MEMORY);
        }
        meanwhile.assertPrompt();
        Others afterwards = new Others(scruffy);
        afterwards.come();
        afterwards.assertPrompt();
        assertThat(scruffy.heap() - heap).as("bytes more of heap afterwards").isLessThan(MORE_HEAP);
    }

    /** Those that send a byte now and then, and what became of them. */
    private static final class Slow implements AutoCloseable {

        private final Selector selector = Selector.open();
        private final Map<String, Integer> ends = new TreeMap<>();

        Slow(int port, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                SocketChannel client = SocketChannel.open(new InetSocketAddress("localhost", port));
                client.write(
                        ByteBuffer.wrap(BEGINNINGS.get(i % BEGINNINGS.size()).getBytes(StandardCharsets.US_ASCII)));
                client.configureBlocking(false);
                client.register(selector, SelectionKey.OP_READ);
            }
        }

        /** A byte of each, and a look at what is said to it. */
        void go() throws IOException {
            for (SelectionKey key : selector.keys()) {
                send((SocketChannel) key.channel());
            }
            selector.selectNow();
            for (SelectionKey key : selector.selectedKeys()) {
                SocketChannel client = (SocketChannel) key.channel();
                ends.merge(said(client), 1, Integer::sum);
                client.close();
            }
            selector.selectedKeys().clear();
            selector.selectNow(); // forgets those
        }

        int ended() {
            return ends.values().stream().mapToInt(Integer::intValue).sum();
        }

        private static void send(SocketChannel client) {
            try {
                client.write(ByteBuffer.wrap(new byte[] {' '}));
            } catch (IOException e) {
                // it is seen when its answer is read
            }
        }

        private static String said(SocketChannel client) {
            ByteBuffer answer = ByteBuffer.allocate(12);
            try {
                return client.read(answer) <= 0 ? "closed" : new String(answer.array(), StandardCharsets.US_ASCII);
            } catch (IOException e) {
                return "closed";
            }
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    /** Everybody else: a player, a probe, a program with events, somebody with a question and one who signs in. */
    private static final class Others {

        private final RunningScruffy scruffy;
        private final Map<String, List<Duration>> waits = new TreeMap<>();

        Others(RunningScruffy scruffy) {
            this.scruffy = scruffy;
        }

        void come() throws Exception {
            is(200, "playlist", () -> scruffy.send(scruffy.anonymous("/live/KSCF/main/master.m3u8")));
            is(200, "health", () -> scruffy.send(scruffy.anonymous("/health")));
            is(
                    200,
                    "events",
                    () -> scruffy.send(scruffy.request("/v1/traces")
                            .header("X-Scruffy-Key", RunningScruffy.DEMO_KEY)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"resourceSpans\":[]}"))));
            is(200, "question", () -> scruffy.post("/api/v1/query", "{\"time_range\":60}"));
            signIn();
        }

        private interface Asked {
            HttpResponse<String> answer();
        }

        private HttpResponse<String> is(int status, String what, Asked asked) {
            long start = System.nanoTime();
            HttpResponse<String> answer = asked.answer();
            waits.computeIfAbsent(what, any -> new ArrayList<>()).add(Duration.ofNanos(System.nanoTime() - start));
            assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(status);
            return answer;
        }

        /** An administrator, by the form: who is led on has signed in. */
        private void signIn() {
            HttpResponse<String> page = is(200, "page", () -> scruffy.send(scruffy.anonymous("/login.xhtml")));
            String cookie =
                    page.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
            Matcher state = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]*)\"")
                    .matcher(page.body());
            assertThat(state.find()).as(page.body()).isTrue();
            String said = "login=login&login%3Aname=admin&login%3Apassword=scruffy&login%3Anext=&login%3AsignIn=Sign+in"
                    + "&jakarta.faces.ViewState=" + URLEncoder.encode(state.group(1), StandardCharsets.UTF_8);
            is(
                    302,
                    "form",
                    () -> scruffy.send(scruffy.anonymous("/login.xhtml")
                            .header("Cookie", cookie)
                            .header("Sec-Fetch-Site", "same-origin")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(said))));
        }

        void assertPrompt() {
            waits.forEach((what, all) -> {
                assertThat(all.stream().sorted().toList().get(all.size() / 2))
                        .as("usual wait of " + what)
                        .isLessThan(PROMPT);
                assertThat(Collections.max(all)).as("longest wait of " + what).isLessThan(SLOWEST);
            });
        }

        @Override
        public String toString() {
            return waits.entrySet().stream()
                    .map(one -> one.getKey() + " " + one.getValue().size() + " times, at most "
                            + Collections.max(one.getValue()).toMillis() + " ms")
                    .collect(Collectors.joining(", "));
        }
    }
}
