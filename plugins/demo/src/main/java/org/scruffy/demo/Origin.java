package org.scruffy.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.demo.NetworkFeed.OnAir;

/**
 * The network's live origin: a web server of its own on the loopback interface. What it answers follows from the clock alone, so
 * it goes on after a restart as if it had never stopped.
 */
final class Origin implements AutoCloseable {

    private static final Pattern ADDRESS =
            Pattern.compile("/([a-z]+)/(?:(master)|(v720|v360)(?:/(\\d{1,15}))?)\\.(m3u8|ts)");

    /** Segments stay this long after they left the playlist, for players that are late. */
    private static final int STAY = 3 * OriginPlaylist.WINDOW;

    private static final int THREADS = 4;

    /** What is answered; a body without a type is a plain sentence. */
    private record Answer(int status, String type, byte[] body, String cache) {

        static Answer sentence(int status, String words) {
            return new Answer(
                    status, "text/plain; charset=utf-8", (words + "\n").getBytes(StandardCharsets.UTF_8), "no-store");
        }

        static Answer playlist(String text, String cache) {
            return new Answer(200, "application/vnd.apple.mpegurl", text.getBytes(StandardCharsets.UTF_8), cache);
        }
    }

    private final Clock clock;
    private final Path clips;
    private final Map<String, NetworkFeed> feeds = new HashMap<>();
    private final HttpServer server;
    private final ExecutorService threads;

    /**
     * @param clips the folder of the clips the feeds are put together from
     * @param port the one to try first
     */
    Origin(Clock clock, Path clips, int port) throws IOException {
        this.clock = clock;
        this.clips = clips;
        DemoFeed.ALL.forEach(feed -> feeds.put(feed.name(), new NetworkFeed(feed)));
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "demo-origin-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server = bind(port);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static HttpServer bind(int port) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            return HttpServer.create(new InetSocketAddress(loopback, port), 0);
        } catch (BindException e) {
            return HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.sentence(405, "Only GET and HEAD are answered here.");
        }
        Matcher address = ADDRESS.matcher(exchange.getRequestURI().getPath());
        NetworkFeed feed = address.matches() ? feeds.get(address.group(1)) : null;
        if (feed == null || !address.group(5).equals(address.group(4) == null ? "m3u8" : "ts")) {
            return Answer.sentence(
                    404, "There is no " + exchange.getRequestURI().getPath() + " here.");
        }
        if (address.group(2) != null) {
            return Answer.playlist(Studio.master(), "max-age=60");
        }
        if (!ready(address.group(1))) {
            return Answer.sentence(503, "The pictures of the feed " + address.group(1) + " are being made.");
        }
        long newest = NetworkFeed.newest(clock.instant());
        if (address.group(4) == null) {
            return Answer.playlist(new OriginPlaylist(feed).of(address.group(3), newest), "max-age=1");
        }
        return segment(feed, address.group(3), Long.parseLong(address.group(4)), newest);
    }

    private boolean ready(String feed) {
        return Files.isDirectory(clips.resolve(feed)) && Files.isDirectory(clips.resolve("break"));
    }

    private Answer segment(NetworkFeed feed, String rendition, long segment, long newest) throws IOException {
        if (segment > newest || segment < newest - OriginPlaylist.WINDOW - STAY) {
            return Answer.sentence(404, "Segment " + segment + " is not on air: the newest is " + newest + ".");
        }
        OnAir onAir = feed.at(segment);
        Path file = clips.resolve(onAir.clip()).resolve(rendition).resolve(Studio.segment(onAir.index()));
        try {
            return new Answer(200, "video/mp2t", Files.readAllBytes(file), "max-age=600, immutable");
        } catch (NoSuchFileException e) {
            return Answer.sentence(503, "The pictures of this segment are being made.");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        String tag = '"' + Long.toHexString(hash(answer.body())) + '"';
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Cache-Control", answer.cache());
        headers.set("Access-Control-Allow-Origin", "*");
        if (answer.status() == 503) {
            headers.set("Retry-After", "2");
        }
        if (answer.status() == 200) {
            headers.set("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
                return;
            }
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(answer.body().length));
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
        }
    }

    private static long hash(byte[] body) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : body) {
            hash = (hash ^ each & 0xFF) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
