package org.scruffy.feed;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * So many feeds of three renditions on air in this process, each polled by a thread of its own as in the product, from an origin in
 * the same process whose window is a function of the clock. Records are kept in memory: what a database does is not measured here.
 */
public final class ManyFeeds implements AutoCloseable {

    private static final int SEGMENT_SECONDS = 6;
    private static final int LISTED = 8;
    private static final List<String> RENDITIONS = List.of("hi", "mid", "lo");

    private final Clock clock = Clock.systemUTC();
    private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    private final Set<Long> serving = ConcurrentHashMap.newKeySet();
    private final ExecutorService origins = Executors.newFixedThreadPool(
            4,
            task -> new Thread(() -> {
                serving.add(Thread.currentThread().getId());
                task.run();
            }));
    private final ExecutorService fetchers = Executors.newCachedThreadPool();
    private final List<LiveFeed> feeds = new ArrayList<>();
    private final List<ExecutorService> threads = new ArrayList<>();
    private final AtomicLong polls = new AtomicLong();
    private final HttpServer origin;

    /** @param media a folder without creatives */
    public ManyFeeds(int count, Path media, Telemetry telemetry) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "5000");
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        origin.setExecutor(origins);
        origin.createContext("/", exchange -> {
            byte[] body = body(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            // closing the exchange would close the connection too
            exchange.getResponseBody().close();
        });
        origin.start();
        Fetcher fetcher = new Fetcher(new OriginPolicy("", true));
        for (int i = 0; i < count; i++) {
            feeds.add(feed("f" + i, media, fetcher, telemetry));
        }
        // spread over a segment, as encoders are
        for (int i = 0; i < count; i++) {
            LiveFeed feed = feeds.get(i);
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
            threads.add(thread);
            thread.schedule(() -> poll(feed, thread), 1000L * SEGMENT_SECONDS * i / count, TimeUnit.MILLISECONDS);
        }
    }

    private LiveFeed feed(String name, Path media, Fetcher fetcher, Telemetry telemetry) {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        threads.add(writer);
        URI address = URI.create("http://127.0.0.1:" + origin.getAddress().getPort() + "/" + name + "/master.m3u8");
        Feed feed = new Feed(name, name, Feed.Kind.MAIN, ZoneOffset.UTC, address, Feed.BreakSignal.CUES);
        PatientRecords records = new PatientRecords(new Forgetful(), writer);
        Witness witness = new Witness(records, new Forgetful(), new ContentHash(media), version -> {}, clock);
        return new LiveFeed(
                "KSCF",
                feed,
                new Origin(fetcher, telemetry),
                fetchers,
                (MediaPlaylist playlist) -> List.of(),
                records,
                new Creatives(media),
                witness,
                telemetry,
                clock);
    }

    private void poll(LiveFeed feed, ScheduledExecutorService thread) {
        feed.poll();
        polls.incrementAndGet();
        if (!thread.isShutdown()) {
            thread.schedule(() -> poll(feed, thread), feed.pause().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private String body(String path) {
        if (path.endsWith("/master.m3u8")) {
            StringBuilder master = new StringBuilder("#EXTM3U\n");
            for (int i = 0; i < RENDITIONS.size(); i++) {
                master.append("#EXT-X-STREAM-INF:BANDWIDTH=")
                        .append(3_000_000 >> i)
                        .append(",CODECS=\"avc1.42c01f,mp4a.40.2\"\n")
                        .append(RENDITIONS.get(i))
                        .append(".m3u8\n");
            }
            return master.toString();
        }
        long newest = clock.millis() / 1000 / SEGMENT_SECONDS - 1;
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:" + SEGMENT_SECONDS
                + "\n#EXT-X-MEDIA-SEQUENCE:" + (newest - LISTED + 1) + "\n");
        for (long i = newest - LISTED + 1; i <= newest; i++) {
            text.append("#EXT-X-PROGRAM-DATE-TIME:")
                    .append(ProgramDateTime.write(Instant.ofEpochSecond(i * SEGMENT_SECONDS)))
                    .append("\n#EXTINF:6.000,\nsegment_")
                    .append(i)
                    .append(".ts\n");
        }
        return text.toString();
    }

    /** How many are on air. */
    public long onAir() {
        return feeds.stream()
                .filter(feed -> feed.status().state() == FeedStatus.State.ON_AIR)
                .count();
    }

    /** How often any feed was polled. */
    public long polls() {
        return polls.get();
    }

    /** The processor time in nanoseconds that the origin's threads have used. */
    public long originNanos() {
        return serving.stream().mapToLong(cpu::getThreadCpuTime).sum();
    }

    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
        fetchers.shutdownNow();
        origin.stop(0);
        origins.shutdownNow();
    }

    /** Where marks are written and nothing else is: no spot airs here. */
    private static final class Forgetful implements AirRecords, AirNotes {

        private final Map<String, Numbering> numberings = new HashMap<>();

        @Override
        public List<Avail> avails() {
            return List.of();
        }

        @Override
        public synchronized Map<String, Numbering> numberings() {
            return Map.copyOf(numberings);
        }

        @Override
        public Set<Integer> logged(long avail) {
            return Set.of();
        }

        @Override
        public Avail decide(Avail avail) {
            return avail.withId(1);
        }

        @Override
        public void end(Avail avail, String reason) {}

        @Override
        public synchronized int mark(Map<String, Numbering> marked) {
            numberings.putAll(marked);
            return 0;
        }

        @Override
        public List<Start> begin(int epoch, List<Start> starts) {
            return starts;
        }

        @Override
        public List<Start> begun(int epoch) {
            return List.of();
        }

        @Override
        public void join(Start start) {}

        @Override
        public DashPeriod place(DashPeriod period) {
            return period;
        }

        @Override
        public void aired(Airing airing) {}

        @Override
        public List<Shown> shown() {
            return List.of();
        }

        @Override
        public void begin(Instant now, String traceId) {}

        @Override
        public void saw(Sighting cue) {}

        @Override
        public void decided(Avail avail, String traceId) {}

        @Override
        public void shown(Shown first) {}

        @Override
        public void trouble(Trouble trouble) {}
    }
}
