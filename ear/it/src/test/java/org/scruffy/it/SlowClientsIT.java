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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Many who send a byte now and then. Nothing that measures runs beside them. */
@Order(PlayerIT.LAST + 1)
@Isolated
@ExtendWith(RunningScruffy.Shared.class)
class SlowClientsIT {

    private static final int AT_ONCE = 500;
    private static final int DUMPS = 10;
    private static final int LOOKING = 16;
    private static final int LEAVING = 16; // have let go of their place already

    private static final int WANTED = Integer.getInteger("slow.clients", 0);
    private static final int FILES_OF_OTHERS = 1_000;
    private static final Duration ATTACK = Duration.ofSeconds(40);
    private static final Duration PROMPT = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofSeconds(5);
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

    /**
     * Where all places to wait at are taken, whoever waits for a body is looked at for a moment, and holds a thread meanwhile: only so
     * many do, however many come. Without that bound they held all threads there are, as fast as they came.
     */
    @Test
    @Timeout(120)
    void slowClients_holdFewThreadsHoweverManyCome(RunningScruffy scruffy) throws Exception {
        Others others = new Others(scruffy);
        ExecutorService attacker = Executors.newSingleThreadExecutor();
        AtomicBoolean over = new AtomicBoolean();
        try (Slow slow = new Slow(scruffy.base().getPort())) {
            Future<?> attack = attacker.submit(() -> {
                while (!over.get()) {
                    slow.come(AT_ONCE, BEGINNINGS.subList(0, WITH_BODIES));
                    slow.hear();
                }
                return null;
            });
            List<Integer> looking = new ArrayList<>();
            for (int i = 0; i < DUMPS; i++) {
                others.watch();
                looking.add(scruffy.threadsIn("org.scruffy.web.door.Patience$Awaited.comesInAMoment"));
            }
            over.set(true);
            attack.get();
            assertThat(Collections.max(looking)).as("of " + looking).isBetween(1, LOOKING + LEAVING);
            assertThat(slow.ends.keySet())
                    .as("what became of them")
                    .contains("HTTP/1.1 503")
                    .isSubsetOf("HTTP/1.1 503", "HTTP/1.1 408", "HTTP/1.1 429", "closed");
        } finally {
            over.set(true);
            attacker.shutdown();
        }
        others.come();
    }

    /** As many as wanted, or as this process and one like it may have connections. */
    private static int possible() {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 4 * FILES_OF_OTHERS;
        return (int) Math.min(WANTED, files - FILES_OF_OTHERS);
    }

    /** Takes two minutes of a machine that does nothing else: run by hand, as the README of the benchmarks says. */
    @Test
    @EnabledIfSystemProperty(named = "slow.clients", matches = "\\d+")
    @Timeout(240)
    void slowClients_areCutAndDisturbNobody(RunningScruffy scruffy, TestReporter reporter) throws Exception {
        int count = possible();
        assertThat(count).as("clients that open files allow").isPositive();
        new Others(scruffy).come();
        long memory = scruffy.memory();
        Others meanwhile = new Others(scruffy);
        try (Slow slow = new Slow(scruffy.base().getPort())) {
            slow.come(count, BEGINNINGS);
            long end = System.nanoTime() + ATTACK.toNanos();
            while (System.nanoTime() < end) {
                slow.go();
                meanwhile.come();
                TimeUnit.MILLISECONDS.sleep(500); // each signs in, and sessions stay for a while
            }
            long more = scruffy.memory() - memory;
            reporter.publishEntry(Map.of(
                    "slow clients",
                    count + " of " + WANTED,
                    "ends",
                    slow.ends.toString(),
                    "waits",
                    meanwhile.toString(),
                    "bytes more",
                    String.valueOf(more)));
            assertThat(slow.ends.keySet())
                    .as("what became of them")
                    .contains("HTTP/1.1 503", "HTTP/1.1 408")
                    .isSubsetOf("HTTP/1.1 503", "HTTP/1.1 408", "HTTP/1.1 429", "closed");
            assertThat(slow.ended()).as("of " + count).isGreaterThanOrEqualTo(count / 10 * WITH_BODIES);
            assertThat(more).as("bytes more").isLessThan(MORE_MEMORY);
        }
        meanwhile.assertPrompt();
    }

    /** Those that send a byte now and then, and what became of them. */
    private static final class Slow implements AutoCloseable {

        private final Selector selector = Selector.open();
        private final Map<String, Integer> ends = new TreeMap<>();
        private final InetSocketAddress server;
        private int come;

        Slow(int port) throws IOException {
            server = new InetSocketAddress("localhost", port);
        }

        /** New ones, until there are so many. */
        void come(int count, List<String> beginnings) throws IOException {
            while (selector.keys().size() < count) {
                SocketChannel client = SocketChannel.open(server);
                String beginning = beginnings.get(come++ % beginnings.size());
                client.write(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.US_ASCII)));
                client.configureBlocking(false);
                client.register(selector, SelectionKey.OP_READ);
            }
        }

        /** A byte of each, and a look at what is said to it. */
        void go() throws IOException {
            for (SelectionKey key : selector.keys()) {
                send((SocketChannel) key.channel());
            }
            hear();
        }

        void hear() throws IOException {
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
            ByteBuffer answer = ByteBuffer.allocate(4_096);
            try {
                if (client.read(answer) <= 0) {
                    return "closed";
                }
                String head = new String(answer.array(), StandardCharsets.US_ASCII);
                String status = head.substring(0, "HTTP/1.1 200".length());
                boolean says = head.toLowerCase(Locale.ROOT).contains("\r\nretry-after: ");
                return status.endsWith("503") && !says ? status + " and not when to come again" : status;
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

        /** Those who send nothing. */
        void watch() {
            is(200, "playlist", () -> scruffy.send(scruffy.anonymous("/live/KSCF/main/master.m3u8")));
            is(200, "health", () -> scruffy.send(scruffy.anonymous("/health")));
        }

        void come() {
            watch();
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
