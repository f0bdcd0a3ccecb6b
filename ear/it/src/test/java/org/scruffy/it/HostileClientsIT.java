package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who means harm, or just has a bad line. {@code -Dslow.clients=10000} for as many as a machine has open files; without it there are
 * fewer, which is more than there are threads.
 */
@ExtendWith(RunningScruffy.Shared.class)
class HostileClientsIT {

    private static final String KEY = RunningScruffy.DEMO_KEY;
    private static final int CLIENTS = Integer.getInteger("slow.clients", 350);
    private static final long LARGEST = 20_000_000;

    private final String mark = UUID.randomUUID().toString();

    private static Socket connect(RunningScruffy scruffy, String head) throws IOException {
        Socket socket = new Socket("localhost", scruffy.base().getPort());
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(String path, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: here\r\nX-Scruffy-Key: " + KEY + "\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** A gigabyte, of which nobody said how much it would be. */
    @Test
    @Timeout(120)
    void endlessBody_isRefusedWhileItComes(RunningScruffy scruffy) throws IOException {
        for (String path :
                List.of("/v1/traces", "/1/batch/ds", "/api/v2/spans", "/api/7/envelope/", "/api/v1/events/x")) {
            try (Socket socket =
                    connect(scruffy, head(path, "Content-Type: application/json", "Transfer-Encoding: chunked"))) {
                OutputStream out = socket.getOutputStream();
                byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                long sent = 0;
                while (socket.getInputStream().available() == 0 && sent < 1_000_000_000 && isTaken(out, chunk)) {
                    sent += chunk.length;
                }
                assertThat(sent).as("sent to " + path).isLessThan(3 * LARGEST);
                assertThat(status(socket.getInputStream())).as(path).isEqualTo("HTTP/1.1 413");
            }
        }
    }

    private static boolean isTaken(OutputStream out, byte[] chunk) {
        try {
            out.write(chunk);
            return true;
        } catch (IOException e) {
            return false; // it does not listen any more: its answer is there
        }
    }

    private static String status(InputStream in) throws IOException {
        return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** Each event is searched for patterns that no machine has an easy answer to: without an end it would take its ten seconds. */
    @Test
    @Timeout(120)
    void whoHangsUp_cancelsTheQuery(RunningScruffy scruffy) throws Exception {
        String line = Api.json("{'hang.mark':'%s','words':'%s'}\n", mark, "ab".repeat(200));
        HttpRequest.Builder lines =
                scruffy.request("/api/v1/events/hang").POST(HttpRequest.BodyPublishers.ofString(line.repeat(20_000)));
        assertThat(scruffy.send(lines).statusCode()).isEqualTo(200);
        String fields = IntStream.range(0, 90)
                .mapToObj(i -> Api.json(
                        "{'name':'f%d','expression':'INT(REG_MATCH($words, `[ab]*a[ab]{1%02d}[^ab]`))'}", i, i))
                .collect(Collectors.joining(","));
        String sums = IntStream.range(0, 90)
                .mapToObj(i -> Api.json("{'op':'SUM','column':'f%d'}", i))
                .collect(Collectors.joining(","));
        String query = Api.json("{'time_range':3600,'filters':[{'column':'hang.mark','op':'=','value':'%s'}],", mark)
                + Api.json("'calculated_fields':[%s],'calculations':[%s]}", fields, sums);
        try (Socket socket = ask(scruffy, query, mark)) {
            TimeUnit.MILLISECONDS.sleep(500);
            assertThat(socket.getInputStream().available())
                    .as("an answer already")
                    .isZero();
        }
        String patient = UUID.randomUUID().toString();
        try (Socket socket = ask(scruffy, query, patient)) {
            socket.setSoTimeout(60_000);
            assertThat(status(socket.getInputStream())).startsWith("HTTP/1.1 ");
        }
        double whole = milliseconds(scruffy, patient);
        assertThat(whole).as("of a query that is slow enough to be cancelled").isGreaterThan(2_000);
        assertThat(milliseconds(scruffy, mark)).as("of " + whole).isLessThan(0.7 * whole);
    }

    /** Asks in a trace of this name. */
    private static Socket ask(RunningScruffy scruffy, String query, String trace) throws IOException {
        String parent = "traceparent: 00-" + trace.replace("-", "") + "-00f067aa0ba902b7-01";
        return connect(
                scruffy,
                head("/api/v1/query", "Content-Type: application/json", parent, "Content-Length: " + query.length())
                        + query);
    }

    private static double milliseconds(RunningScruffy scruffy, String trace) throws InterruptedException {
        return span(scruffy, trace.replace("-", "")).getJsonNumber("durationMs").doubleValue();
    }

    /** Ours of the request, once it is kept. */
    private static JsonObject span(RunningScruffy scruffy, String trace) throws InterruptedException {
        HttpResponse<String> told = scruffy.get("/api/v1/traces/" + trace);
        for (int i = 0; i < 100 && told.statusCode() != 200; i++) {
            TimeUnit.MILLISECONDS.sleep(200);
            told = scruffy.get("/api/v1/traces/" + trace);
        }
        return new Api.Answer(told).is(200).json().getJsonArray("spans").getJsonObject(0);
    }

    /** Some thousand clients that send a byte now and then, and what became of them. */
    private static final class Slow implements AutoCloseable {

        private final Selector selector = Selector.open();
        private final List<SocketChannel> clients = new ArrayList<>();
        private final Map<String, Integer> ends = new HashMap<>();

        Slow(int port, List<String> beginnings) throws IOException {
            for (int i = 0; i < CLIENTS; i++) {
                SocketChannel client = SocketChannel.open(new InetSocketAddress("localhost", port));
                client.write(
                        ByteBuffer.wrap(beginnings.get(i % beginnings.size()).getBytes(StandardCharsets.US_ASCII)));
                client.configureBlocking(false);
                client.register(selector, SelectionKey.OP_READ);
                clients.add(client);
            }
        }

        /** A byte of each, and a look at what is said to it. */
        void go() throws IOException {
            for (SocketChannel client : clients) {
                if (client.isOpen()) {
                    send(client);
                }
            }
            selector.selectNow();
            for (SelectionKey key : selector.selectedKeys()) {
                SocketChannel client = (SocketChannel) key.channel();
                ends.merge(said(client), 1, Integer::sum);
                client.close();
            }
            selector.selectedKeys().clear();
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
            for (SocketChannel client : clients) {
                client.close();
            }
            selector.close();
        }
    }

    @Test
    @Timeout(300)
    void slowClients_areCutAndDisturbNobody(RunningScruffy scruffy) throws Exception {
        String json = "Content-Type: application/json";
        String length = "Content-Length: 1000";
        List<String> beginnings = List.of(
                head("/1/batch/slow", json, length) + "[",
                head("/api/v1/query", json, length) + "{",
                head("/v1/traces", "Content-Type: application/x-protobuf", "Transfer-Encoding: chunked") + "3e8\r\n",
                form("/login.xhtml", length),
                form("/login.xhtml;x", length),
                form("/login.xht%6Dl", length),
                "GET / HTTP/1.1\r\nHost: here\r\nX-Slow: ");
        long before = scruffy.memory();
        try (Slow slow = new Slow(scruffy.base().getPort(), beginnings)) {
            long end = System.nanoTime() + Duration.ofSeconds(45).toNanos();
            while (System.nanoTime() < end) {
                slow.go();
                assertAnswered(scruffy);
                assertSignsIn(scruffy);
                TimeUnit.MILLISECONDS.sleep(500);
            }
            assertThat(slow.ends).as("what became of them").containsKeys("HTTP/1.1 503", "HTTP/1.1 408");
            assertThat(slow.ends.keySet()).isSubsetOf("HTTP/1.1 503", "HTTP/1.1 408", "HTTP/1.1 429", "closed");
            int cut = slow.ends.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(cut)
                    .as("of " + CLIENTS + ", one in seven sends but a head")
                    .isGreaterThan(CLIENTS * 7 / 10);
        }
        assertThat(scruffy.memory() - before).as("bytes more").isLessThan(400_000_000);
    }

    private static String form(String path, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: here\r\nSec-Fetch-Site: same-origin\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** A player, and somebody who asks a question: all of it comes with the head. */
    private static void assertAnswered(RunningScruffy scruffy) throws IOException {
        HttpResponse<String> list = scruffy.send(scruffy.anonymous("/live/KSCF/main/master.m3u8"));
        assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
        String query = "{\"time_range\":60}";
        assertAnswers(
                scruffy,
                head("/api/v1/query", "Content-Type: application/json", "Content-Length: " + query.length()) + query,
                200);
    }

    private static void assertAnswers(RunningScruffy scruffy, String request, int status) throws IOException {
        try (Socket socket = connect(scruffy, request)) {
            socket.setSoTimeout(30_000);
            assertThat(status(socket.getInputStream()))
                    .as(request.lines().findFirst().orElseThrow())
                    .isEqualTo("HTTP/1.1 " + status);
        }
    }

    /** An administrator, by the form: who is led on has signed in. */
    private static void assertSignsIn(RunningScruffy scruffy) throws IOException {
        HttpResponse<String> page = scruffy.send(scruffy.anonymous("/login.xhtml"));
        String cookie = page.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
        Matcher state = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]*)\"")
                .matcher(page.body());
        assertThat(state.find()).as(page.body()).isTrue();
        String said = "login=login&login%3Aname=admin&login%3Apassword=scruffy&login%3Anext=&login%3AsignIn=Sign+in"
                + "&jakarta.faces.ViewState=" + URLEncoder.encode(state.group(1), StandardCharsets.UTF_8);
        assertAnswers(
                scruffy, form("/login.xhtml", "Cookie: " + cookie, "Content-Length: " + said.length()) + said, 302);
    }
}
