package org.scruffy.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin with parts and blocking reloads, whose window is nothing but a function of the time. Its media is made of zeros. */
final class LowLatencyOrigin implements AutoCloseable {

    private static final int SEGMENT_MILLIS = 2_000;
    private static final int PART_MILLIS = 500;
    private static final int PARTS = SEGMENT_MILLIS / PART_MILLIS;
    private static final int LISTED = 10;
    private static final int IN_PARTS = 3;
    private static final Pattern AWAITED = Pattern.compile("_HLS_msn=(\\d+)&_HLS_part=(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int blocked;

    private LowLatencyOrigin(HttpServer server) {
        this.server = server;
    }

    static LowLatencyOrigin start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LowLatencyOrigin origin = new LowLatencyOrigin(server);
        server.createContext("/", origin::answer);
        server.setExecutor(origin.threads);
        server.start();
        return origin;
    }

    /** Where its playlist is. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live.m3u8");
    }

    /** How many requests have waited for a part. */
    int blocked() {
        return blocked;
    }

    private static long parts() {
        return System.currentTimeMillis() / PART_MILLIS;
    }

    private static String playlist() {
        long parts = parts();
        long last = parts / PARTS - 1;
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n"
                + "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5\n#EXT-X-PART-INF:PART-TARGET=0.5\n"
                + "#EXT-X-MEDIA-SEQUENCE:" + (last - LISTED + 1) + "\n");
        for (long i = last - LISTED + 1; i <= last; i++) {
            text.append(date(i))
                    .append(i > last - IN_PARTS ? parts(i, PARTS) : "")
                    .append("#EXTINF:2.0,\n" + i + ".ts\n");
        }
        long begun = parts % PARTS;
        return text.append(begun > 0 ? date(last + 1) + parts(last + 1, begun) : "")
                .append("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + (last + 1) + '.' + begun + ".ts\"\n")
                .toString();
    }

    private static String date(long segment) {
        return "#EXT-X-PROGRAM-DATE-TIME:" + Instant.ofEpochMilli(segment * SEGMENT_MILLIS) + "\n";
    }

    private static String parts(long segment, long parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            text.append("#EXT-X-PART:DURATION=0.5,URI=\"" + segment + '.' + i + ".ts\"\n");
        }
        return text.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean list = exchange.getRequestURI().getPath().equals("/live.m3u8");
            if (list) {
                await(String.valueOf(exchange.getRequestURI().getQuery()));
            }
            byte[] body = list ? playlist().getBytes(StandardCharsets.UTF_8) : new byte[188];
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void await(String query) {
        Matcher awaited = AWAITED.matcher(query);
        if (!awaited.find()) {
            return;
        }
        long part = Long.parseLong(awaited.group(1)) * PARTS + Long.parseLong(awaited.group(2));
        blocked++;
        try {
            Thread.sleep(Math.max(0, (part + 1) * PART_MILLIS - System.currentTimeMillis() + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
