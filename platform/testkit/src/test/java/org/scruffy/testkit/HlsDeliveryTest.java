package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.feed.HlsConformance.Violation;
import org.scruffy.feed.HlsRule;

/** A server that keeps all rules of requests, and one that breaks each of them. */
@Execution(ExecutionMode.CONCURRENT)
class HlsDeliveryTest {

    private static final int PART_MILLIS = 200;
    private static final int PARTS = 3;
    private static final int LISTED = 8;

    private final long started = System.nanoTime();
    private HttpServer server;
    private volatile boolean ended;
    private volatile boolean removed;
    /** Whether what is hinted at never becomes a part. */
    private volatile boolean withdraws;
    /** The one that is broken, none where null. */
    private volatile HlsRule broken;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HlsDelivery delivery() {
        return new HlsDelivery(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live/v0.m3u8"));
    }

    /** Parts since the beginning; the window has been full before. */
    private long parts() {
        long since = ended ? 0 : Duration.ofNanos(System.nanoTime() - started).toMillis() / PART_MILLIS;
        return since + 100L * PARTS;
    }

    private String playlist(long parts, boolean delta) {
        long last = parts / PARTS - 1;
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-SERVER-CONTROL:"
                + "CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=6,PART-HOLD-BACK=0.6\n#EXT-X-PART-INF:PART-TARGET=0.2\n"
                + "#EXT-X-MEDIA-SEQUENCE:" + (last - LISTED + 1) + "\n");
        if (!delta || broken != HlsRule.DELTA_TAGS) {
            text.append("#EXT-X-DATERANGE:ID=\"spot\",START-DATE=\"2026-11-24T12:00:00Z\"\n");
        }
        int skipped = delta ? 3 : 0;
        if (delta) {
            text.append("#EXT-X-SKIP:SKIPPED-SEGMENTS=")
                    .append(broken == HlsRule.DELTA_WHOLE ? 2 : skipped)
                    .append('\n');
        }
        for (long i = last - LISTED + 1 + skipped; i <= last; i++) {
            text.append(i > last - 2 ? listed(i, PARTS) : "")
                    .append("#EXTINF:0.6,\n")
                    .append(i)
                    .append(".ts\n");
        }
        if (ended) {
            return text.append("#EXT-X-ENDLIST\n").toString();
        }
        return text.append(listed(last + 1, parts % PARTS))
                .append("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"")
                .append(parts / PARTS)
                .append('.')
                .append(parts % PARTS)
                .append(withdraws ? ".withdrawn.ts\"\n" : ".ts\"\n")
                .toString();
    }

    private static String listed(long segment, long parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            text.append("#EXT-X-PART:DURATION=0.2,URI=\"" + segment + '.' + i + ".ts\"\n");
        }
        return text.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith(".m3u8") && removed) {
            send(exchange, broken == HlsRule.REMOVED ? 200 : 404, "");
        } else if (path.endsWith(".m3u8")) {
            playlist(exchange);
        } else if (path.endsWith("never-hinted-at.m4s")) {
            send(exchange, broken == HlsRule.HINT_UNKNOWN ? 200 : 404, "");
        } else if (path.endsWith(".withdrawn.ts")) {
            withdrawn(
                    exchange, path.replaceAll("^/live/|\\.withdrawn\\.ts$", "").split("\\."));
        } else {
            segment(exchange, path.replaceAll("^/live/|\\.ts$", "").split("\\."));
        }
    }

    /** Not there, as the playlist says by then. */
    private void withdrawn(HttpExchange exchange, String[] name) throws IOException {
        long part = Long.parseLong(name[0]) * PARTS + Long.parseLong(name[1]);
        if (broken == HlsRule.HINT_ENDS && part < parts()) {
            sleep(Duration.ofSeconds(2));
        }
        while (part >= parts()) {
            pause(); // it is hinted at
        }
        send(exchange, 404, "");
    }

    private void segment(HttpExchange exchange, String[] name) throws IOException {
        long first = parts() / PARTS - LISTED - 1;
        boolean part = name.length == 2;
        if (part && broken == HlsRule.PART_FLOWS) {
            trickle(exchange);
            return;
        }
        boolean unlisted = Long.parseLong(name[0]) <= parts() / PARTS - 3;
        boolean gone = part
                ? broken == HlsRule.HINTED || (broken == HlsRule.PARTS_STAY && unlisted)
                : broken == HlsRule.DOWNLOADABLE
                        || (broken == HlsRule.STAYS_DOWNLOADABLE && (removed || Long.parseLong(name[0]) < first));
        send(exchange, gone ? 404 : 200, gone ? "" : "media");
    }

    private void playlist(HttpExchange exchange) throws IOException {
        long asked = System.nanoTime();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        long now = parts();
        if (ended && broken != HlsRule.DIRECTIVES_AT_THE_END) {
            query = "";
        }
        if (query.contains("_HLS_msn=")) {
            long segment = Long.parseLong(query.replaceAll(".*_HLS_msn=(\\d+).*", "$1"));
            boolean parted = query.contains("_HLS_part=");
            int part = parted ? Integer.parseInt(query.replaceAll(".*_HLS_part=(\\d+).*", "$1")) : PARTS - 1;
            if (segment > now / PARTS + 1) {
                send(exchange, broken == HlsRule.BLOCKING_TOO_FAR ? 200 : 400, playlist(now, false));
                return;
            }
            boolean past = part >= PARTS;
            if (segment < now / PARTS - LISTED && broken == HlsRule.BLOCKING_WHOLE) {
                send(exchange, 404, "");
                return;
            }
            if (broken == HlsRule.PART_PAST_LAST && past) {
                send(exchange, 200, playlist(now / PARTS * PARTS, false));
                return;
            }
            while (broken == HlsRule.BLOCKING_ENDS
                    && Duration.ofNanos(System.nanoTime() - asked).toSeconds() < 5) {
                pause();
            }
            while (broken != HlsRule.BLOCKING && parts() <= segment * PARTS + part) {
                pause();
            }
        } else if (query.contains("_HLS_part=")) {
            send(exchange, broken == HlsRule.PART_WITHOUT_SEGMENT ? 200 : 400, "");
            return;
        }
        String body = playlist(parts(), query.contains("_HLS_skip=") && broken != HlsRule.DELTA);
        exchange.getResponseHeaders().set("ETag", broken == HlsRule.ATOMIC ? "\"one\"" : "\"" + body.hashCode() + '"');
        boolean zips = String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding"))
                .equals("gzip");
        if (zips && broken != HlsRule.GZIPPED) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            send(exchange, 200, bytes.toByteArray());
            return;
        }
        send(exchange, 200, broken == HlsRule.ATOMIC ? body + "#" + System.nanoTime() + "\n" : body);
    }

    /** As it is made. */
    private static void trickle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            sleep(Duration.ofMillis(1_500));
            exchange.getResponseBody().write('b');
        }
    }

    private static void pause() {
        sleep(Duration.ofMillis(5));
    }

    private static void sleep(Duration length) {
        try {
            Thread.sleep(length.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void delivery_isContentWithAServerThatKeepsTheRules() throws Exception {
        HlsDelivery delivery = delivery();

        assertThat(delivery.check()).isEmpty();
        assertThat(delivery.check()).isEmpty();
    }

    @Test
    void delivery_isContentWithAServerThatWithdrawsHints() throws Exception {
        withdraws = true;
        HlsDelivery delivery = delivery();

        assertThat(delivery.check()).isEmpty();
        assertThat(delivery.check()).isEmpty();
    }

    @Test
    void delivery_isContentWithAServerThatIgnoresDirectivesAtTheEnd() throws Exception {
        ended = true;

        assertThat(delivery().check()).isEmpty();
    }

    @Test
    void delivery_wantsTheSegmentsOfAPresentationThatWasRemoved() throws Exception {
        HlsDelivery delivery = delivery();
        delivery.check();
        removed = true;

        assertThat(delivery.checkRemoved()).isEmpty();
        broken = HlsRule.STAYS_DOWNLOADABLE;
        assertThat(rules(delivery.checkRemoved())).containsOnly(HlsRule.STAYS_DOWNLOADABLE);
    }

    static Stream<HlsRule> rules() {
        return Stream.of(HlsRule.values()).filter(rule -> rule.seen() == HlsRule.Seen.HTTP);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void delivery_findsEachRuleBroken(HlsRule rule) throws Exception {
        broken = rule;
        ended = rule == HlsRule.DIRECTIVES_AT_THE_END;
        withdraws = rule == HlsRule.HINT_ENDS;
        HlsDelivery delivery = delivery();
        List<HlsRule> found = rules(delivery.check());
        if (rule == HlsRule.REMOVED) {
            removed = true;
            found = rules(delivery.checkRemoved());
        }
        for (int again = 0; !found.contains(rule) && again < 5; again++) {
            found = rules(delivery.check());
        }

        // a server that does not wait does not wait for the part after the last either
        assertThat(found).contains(rule).isSubsetOf(rule, rule == HlsRule.BLOCKING ? HlsRule.PART_PAST_LAST : rule);
    }

    private static List<HlsRule> rules(List<Violation> violations) {
        return violations.stream().map(Violation::rule).toList();
    }
}
