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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that plays a stitched stream from which somebody took what says that spots have times and headers of their own: what a
 * player test must call a failure. All of the stream comes through here, so that nothing but the missing words differs.
 */
final class StrippedStream implements AutoCloseable {

    private static final String PAGE = """
            <!DOCTYPE html>
            <title>Stripped</title>
            <link rel="icon" href="data:,">
            <video muted autoplay playsinline width="320" height="180"></video>
            <script src="/at?u=%1$s"></script>
            <script>
              const watched = { troubles: [], fragments: [], started: false };
              const video = document.querySelector('video');
              const trouble = (what) => watched.troubles.push({ what, at: Date.now() });
              video.addEventListener('playing', () => { watched.started = true; });
              video.addEventListener('waiting', () => { if (watched.started) trouble('waiting'); });
              if (window.dashjs) {
                const player = dashjs.MediaPlayer().create();
                player.on('error', (failure) => trouble(failure.error.message));
                player.initialize(video, '/at?u=%2$s', true);
              } else {
                const hls = new Hls({ capLevelToPlayerSize: true });
                hls.on(Hls.Events.ERROR, (_, failure) => trouble(failure.details));
                hls.on(Hls.Events.FRAG_CHANGED, (_, changed) => watched.fragments.push(changed.frag.url));
                hls.loadSource('/at?u=%2$s');
                hls.attachMedia(video);
              }
            </script>
            """;

    private static final Pattern URI_OF_A_TAG = Pattern.compile("URI=\"([^\"]+)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpServer server;

    StrippedStream(URI player, URI stream) {
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
        // players add directives of delivery to the address
        String[] query =
                exchange.getRequestURI().getRawQuery().substring("u=".length()).split("&", 2);
        String stream = URLDecoder.decode(query[0], StandardCharsets.UTF_8);
        URI address = URI.create(query.length == 1 ? stream : stream + "?" + query[1]);
        try {
            HttpResponse<byte[]> found =
                    client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
            String type = found.headers().firstValue("Content-Type").orElse("application/octet-stream");
            answer(exchange, found.statusCode(), type, without(found.body(), type, address));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private static byte[] without(byte[] body, String type, URI address) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (type.startsWith("application/dash+xml")) {
            int second = text.indexOf("</Period>");
            return (text.substring(0, second)
                                    .replaceAll(
                                            "<BaseURL>(.*)</BaseURL>",
                                            "<BaseURL>" + address.resolve(".") + "$1</BaseURL>")
                            + text.substring(second).replaceAll(" presentationTimeOffset=\"\\d+\"", ""))
                    .getBytes(StandardCharsets.UTF_8);
        }
        return type.startsWith("application/vnd.apple.mpegurl") ? playlist(text, address) : body;
    }

    private static byte[] playlist(String text, URI address) {
        List<String> lines = new ArrayList<>();
        boolean mapped = false;
        for (String line : text.lines().toList()) {
            boolean map = line.startsWith("#EXT-X-MAP:");
            if (!line.equals("#EXT-X-DISCONTINUITY") && !(map && mapped)) {
                lines.add(moved(line, address));
            }
            mapped |= map;
        }
        return String.join("\n", lines).concat("\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String moved(String line, URI address) {
        Matcher uri = URI_OF_A_TAG.matcher(line);
        if (line.startsWith("#EXT-X-M") && uri.find()) {
            return line.replace(uri.group(), "URI=\"/at?u=" + encoded(address.resolve(uri.group(1))) + '"');
        }
        return line.isEmpty() || line.startsWith("#") ? line : "/at?u=" + encoded(address.resolve(line));
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
