package org.scruffy.feed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A live origin whose window is a function of the clock: segments of given lengths, repeated for ever, two renditions, cue
 * lines where the test wants them. Served over HTTP, and it can be told to misbehave.
 */
final class SimulatedOrigin implements AutoCloseable {

    /** How it answers instead of a playlist. */
    interface Fault {
        void answer(HttpExchange exchange) throws IOException;
    }

    final Clock clock;
    final Instant epoch;
    final List<Duration> lengths;
    final int listed;
    final Map<Long, List<String>> tags = new TreeMap<>();
    final Map<String, Fault> faults = new ConcurrentHashMap<>();
    /** How far the dates of a rendition are ahead of the others'. */
    final Map<String, Duration> shifted = new ConcurrentHashMap<>();

    private final HttpServer server;
    volatile boolean dated = true;
    /** Renditions without dates. */
    final java.util.Set<String> undated = ConcurrentHashMap.newKeySet();
    /** Lines before the first segment of every version, as packagers write what applies to all that follow. */
    final Map<String, List<String>> heads = new ConcurrentHashMap<>();
    /** EXT-X-MEDIA lines; each names its playlist, with the edges of its segments a little off, as sound has them. */
    final List<String> media = new ArrayList<>();

    /** How long its parts are, zero where it lists none. */
    volatile Duration part = Duration.ZERO;

    volatile String extension = ".ts";
    /** Seconds that the media's own time is ahead of the beginning of the encoder's life. */
    volatile long mediaStart = 100;

    volatile long firstSequence;
    volatile int fetches;

    SimulatedOrigin(Clock clock, Instant epoch, int listed, List<Duration> lengths) {
        this.clock = clock;
        this.epoch = epoch;
        this.listed = listed;
        this.lengths = lengths;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "simulated-origin");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/master.m3u8");
    }

    Instant start(long index) {
        Duration round = lengths.stream().reduce(Duration.ZERO, Duration::plus);
        Instant at = epoch.plus(round.multipliedBy(Math.floorDiv(index, lengths.size())));
        for (int i = 0; i < Math.floorMod(index, lengths.size()); i++) {
            at = at.plus(lengths.get(i));
        }
        return at;
    }

    Duration length(long index) {
        return lengths.get((int) Math.floorMod(index, (long) lengths.size()));
    }

    /** The newest segment that is over. */
    long newest() {
        return indexAfter(clock.instant()) - 1;
    }

    /** The first segment that starts at an instant or later. */
    long indexAt(Instant at) {
        long after = indexAfter(at);
        return start(after).isBefore(at) ? after + 1 : after;
    }

    /** The last segment that starts at an instant or before. */
    private long indexAfter(Instant at) {
        Duration round = lengths.stream().reduce(Duration.ZERO, Duration::plus);
        long index = Math.max(0, Duration.between(epoch, at).dividedBy(round)) * lengths.size();
        while (!start(index + 1).isAfter(at)) {
            index++;
        }
        return index;
    }

    void tag(long index, String... lines) {
        tags.merge(index, List.of(lines), (one, other) -> {
            List<String> all = new ArrayList<>(one);
            all.addAll(other);
            return all;
        });
    }

    String playlist(String rendition) {
        long newest = newest();
        long first = Math.max(0, newest - listed + 1);
        long target = lengths.stream()
                .mapToLong(length -> Math.max(1, length.plusMillis(500).toSeconds()))
                .max()
                .orElse(1);
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:" + target
                + "\n#EXT-X-MEDIA-SEQUENCE:" + (first - firstSequence) + "\n");
        heads.getOrDefault(rendition, heads.getOrDefault("*", List.of()))
                .forEach(line -> text.append(line).append('\n'));
        Duration off = shifted(rendition);
        boolean parted = !part.isZero() && !rendition.startsWith("text");
        if (parted) {
            text.append("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=3\n#EXT-X-PART-INF:PART-TARGET=")
                    .append(Timeline.seconds(part))
                    .append('\n');
        }
        for (long i = first; i <= newest + (parted ? 1 : 0); i++) {
            String parts = parted && i > newest - 2 ? parts(rendition, i) : "";
            if (i > newest && !parts.contains("#EXT-X-PART:")) {
                text.append(parts);
                break;
            }
            tags.getOrDefault(i, List.of()).forEach(tag -> text.append(tag).append('\n'));
            if (dated && !undated.contains(rendition)) {
                text.append("#EXT-X-PROGRAM-DATE-TIME:")
                        .append(ProgramDateTime.write(start(i).plus(off)).replace("Z", "+0000"))
                        .append('\n');
            }
            text.append(parts);
            if (i > newest) {
                break;
            }
            text.append("#EXTINF:").append(Timeline.seconds(length(i))).append(",\n");
            text.append(rendition)
                    .append('/')
                    .append(i)
                    .append(rendition.startsWith("text") ? ".vtt" : extension)
                    .append('\n');
        }
        return text.toString();
    }

    /** The parts of a segment that are over, ranges of one file, and a hint at the one after them. */
    private String parts(String rendition, long index) {
        StringBuilder text = new StringBuilder();
        Instant at = start(index);
        for (int i = 0; at.isBefore(start(index + 1)); i++) {
            Instant end = at.plus(part).isAfter(start(index + 1)) ? start(index + 1) : at.plus(part);
            String uri = ",URI=\"" + rendition + '/' + index + extension + '"';
            if (end.isAfter(clock.instant())) {
                return text.append("#EXT-X-PRELOAD-HINT:TYPE=PART" + uri + ",BYTERANGE-START=" + 1000 * i + "\n")
                        .toString();
            }
            text.append(Part.TAG + "DURATION=" + Timeline.seconds(Duration.between(at, end)) + uri)
                    .append(i == 0 ? ",BYTERANGE=\"1000@0\",INDEPENDENT=YES\n" : ",BYTERANGE=\"1000\"\n");
            at = end;
        }
        return text.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        fetches++;
        String name = exchange.getRequestURI().getPath().replaceAll("^/|\\.m3u8$", "");
        Fault fault = faults.getOrDefault(name, faults.get("*"));
        if (fault != null) {
            fault.answer(exchange);
            return;
        }
        if (name.endsWith(".mp4") || name.endsWith(".m4s")) {
            send(exchange, 200, media(name));
            return;
        }
        send(exchange, 200, name.equals("master") ? master() : playlist(name));
    }

    /** An initialization section or a segment; the encoder's time began with the first segment of its life. */
    private byte[] media(String name) {
        Cmaf track = name.startsWith("sound") ? Cmaf.SOUND : Cmaf.PICTURES;
        if (name.endsWith("init.mp4")) {
            return track.header();
        }
        long index = Long.parseLong(name.replaceAll(".*/(\\d+)\\.m4s", "$1"));
        Duration off = shifted(name);
        Duration time = Duration.between(start(firstSequence), start(index)).plus(off);
        return track.fragment(time.plusSeconds(mediaStart), length(index));
    }

    private Duration shifted(String name) {
        String rendition = name.replaceAll("/.*", "");
        return shifted.getOrDefault(rendition, Duration.ofMillis(rendition.startsWith("sound") ? 21 : 0));
    }

    private String master() {
        String groups = media.isEmpty() ? "" : ",AUDIO=\"sound\",SUBTITLES=\"text\"";
        return "#EXTM3U\n#EXT-X-INDEPENDENT-SEGMENTS\n"
                + String.join("", media)
                + "#EXT-X-STREAM-INF:BANDWIDTH=1500000,RESOLUTION=1280x720,CODECS=\"avc1.42c01f,mp4a.40.2\"" + groups
                + "\nhi.m3u8\n"
                + "#EXT-X-STREAM-INF:BANDWIDTH=500000,RESOLUTION=640x360,CODECS=\"avc1.42c01e,mp4a.40.2\"" + groups
                + "\nlo.m3u8\n";
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
