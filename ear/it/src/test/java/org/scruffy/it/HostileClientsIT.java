package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who means harm, or just has a bad line. Of those who are slow are {@link TricklingBodyIT} and {@link SlowClientsIT}. */
@ExtendWith(RunningScruffy.Shared.class)
class HostileClientsIT {

    private static final String KEY = RunningScruffy.DEMO_KEY;
    private static final long LARGEST = 20_000_000;

    private final String mark = UUID.randomUUID().toString();

    static Socket connect(RunningScruffy scruffy, String head) throws IOException {
        Socket socket = new Socket("localhost", scruffy.base().getPort());
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    static String head(String path, String... headers) {
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

    /** Some kilobytes on the wire, and millions of events. */
    @Test
    void bombOfManySmallEvents_isRefusedAndTakesLittleMemory(RunningScruffy scruffy) throws IOException {
        byte[] lines = Api.zipped("{}\n".repeat(6_000_000).getBytes(StandardCharsets.US_ASCII));
        byte[] logs = Api.zipped(
                ("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{}" + ",{}".repeat(6_000_000) + "]}]}]}")
                        .getBytes(StandardCharsets.US_ASCII));
        long before = scruffy.memory();
        for (int i = 0; i < 5; i++) {
            assertThat(bombed(scruffy, "/api/v1/events/bomb", lines)).contains("more than 100000 events");
            assertThat(bombed(scruffy, "/v1/logs", logs)).contains("more than 1000000 attributes and other parts");
        }
        assertThat(scruffy.memory() - before).as("bytes more").isLessThan(600_000_000);
    }

    private static String bombed(RunningScruffy scruffy, String path, byte[] body) {
        HttpResponse<String> answer = scruffy.send(scruffy.request(path)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
        return answer.body();
    }

    /** A head that is too long, or has in it what no head may have, is refused as any is. */
    @Test
    void headersOfATraceThatNameNone_areAsNone(RunningScruffy scruffy) throws IOException {
        List<String> names = List.of(
                "traceparent", "tracestate", "b3", "X-B3-TraceId", "X-B3-SpanId", "X-B3-Flags", "X-Honeycomb-Trace");
        for (String path : List.of("/login.xhtml", "/live/KSCF/main/master.m3u8")) {
            for (String value : List.of("", "-", "1;", "9;trace_id=x", "-".repeat(500), "0".repeat(32))) {
                String headers =
                        names.stream().map(name -> name + ": " + value + "\r\n").collect(Collectors.joining());
                assertThat(answer(scruffy, path, headers))
                        .as(path + " " + headers)
                        .isEqualTo("HTTP/1.1 200");
            }
            for (String name : names) {
                assertThat(answer(scruffy, path, name + ": " + "a".repeat(10_240) + "\r\n"))
                        .as(path + " " + name)
                        .isIn("HTTP/1.1 200", "HTTP/1.1 400", "HTTP/1.1 431");
                assertThat(answer(scruffy, path, name + ": 1;\u0001\u007f\u00ff\r\n"))
                        .as(path + " " + name)
                        .isIn("HTTP/1.1 200", "HTTP/1.1 400");
            }
        }
    }

    private static String answer(RunningScruffy scruffy, String path, String headers) throws IOException {
        try (Socket socket = new Socket("localhost", scruffy.base().getPort())) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            return status(socket.getInputStream());
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

    static String status(InputStream in) throws IOException {
        return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
    }

    /** Each event is searched for patterns that no machine has an easy answer to: without an end it would take its ten seconds. */
    @Test
    @Timeout(120)
    void whoHangsUp_cancelsTheQuery(RunningScruffy scruffy) throws Exception {
        String line = Api.json("{'hang.mark':'%s','words':'%s'}\n", mark, "ab".repeat(200));
        HttpRequest.Builder lines =
                scruffy.request("/api/v1/events/hang").POST(HttpRequest.BodyPublishers.ofString(line.repeat(20_000)));
        for (int i = 0; i < 4; i++) {
            assertThat(scruffy.send(lines).statusCode()).isEqualTo(200);
        }
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
}
