package org.scruffy.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A page that plays a stitched stream from which somebody took the discontinuities: what a player test must call a failure. All of
 * the stream comes through here, so that nothing but the missing lines differs.
 */
final class StreamWithoutDiscontinuities implements AutoCloseable {

    private static final String PAGE = """
            <!DOCTYPE html>
            <title>Without discontinuities</title>
            <link rel="icon" href="data:,">
            <video muted autoplay playsinline width="320" height="180"></video>
            <script src="/at?u=%1$s"></script>
            <script>
              const watched = { troubles: [], fragments: [], started: false };
              const video = document.querySelector('video');
              const trouble = (what) => watched.troubles.push({ what, at: Date.now() });
              const hls = new Hls({ capLevelToPlayerSize: true });
              hls.on(Hls.Events.ERROR, (_, failure) => trouble(failure.details));
              hls.on(Hls.Events.FRAG_CHANGED, (_, changed) => watched.fragments.push(changed.frag.url));
              video.addEventListener('playing', () => { watched.started = true; });
              video.addEventListener('waiting', () => { if (watched.started) trouble('waiting'); });
              hls.loadSource('/at?u=%2$s');
              hls.attachMedia(video);
            </script>
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    StreamWithoutDiscontinuities(URI player, URI stream) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] page = PAGE.formatted(encoded(player), encoded(stream)).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> answer(exchange, 200, "text/html; charset=utf-8", page));
        server.createContext("/at", this::pass);
        server.setExecutor(threads);
        server.start();
    }

    String page() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private static String encoded(URI address) {
        return URLEncoder.encode(address.toString(), StandardCharsets.UTF_8);
    }

    private void pass(HttpExchange exchange) throws IOException {
        URI address = URI.create(URLDecoder.decode(
                exchange.getRequestURI().getRawQuery().substring("u=".length()), StandardCharsets.UTF_8));
        try {
            HttpResponse<byte[]> found =
                    client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
            String type = found.headers().firstValue("Content-Type").orElse("application/octet-stream");
            String start = new String(found.body(), 0, Math.min(7, found.body().length), StandardCharsets.ISO_8859_1);
            answer(
                    exchange,
                    found.statusCode(),
                    type,
                    start.equals("#EXTM3U") ? without(found.body(), address) : found.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static byte[] without(byte[] playlist, URI address) {
        return new String(playlist, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.equals("#EXT-X-DISCONTINUITY"))
                .map(line -> line.isEmpty() || line.startsWith("#") ? line : "/at?u=" + encoded(address.resolve(line)))
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
