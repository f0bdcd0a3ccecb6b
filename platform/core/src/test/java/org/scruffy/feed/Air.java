package org.scruffy.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Phaser;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.scruffy.HandClock;
import org.scruffy.Heard;
import org.scruffy.Silence;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Spot;

/** A feed on the air of a test: an origin, a clock, records, and a conformance watch on all that is published. */
final class Air implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    final HandClock clock = new HandClock(START.plusSeconds(60));
    final SimulatedOrigin origin;
    final Path media;
    private final Phaser fetching = new Phaser(1);
    final ExecutorService fetchers = new Fetchers(fetching);
    final Heard heard = new Heard();
    final List<AdBreak> breaks = new ArrayList<>();
    final List<HlsConformance.Violation> violations = new ArrayList<>();
    /** Playlists that became too short, which cannot be helped where windows were missed or the origin's are short. */
    final List<HlsConformance.Violation> shortened = new ArrayList<>();

    final Map<String, List<String>> published = new TreeMap<>();
    /** What the guard kept back: nothing, where numbering is right by itself. */
    final List<String> kept = new ArrayList<>();

    private final Map<String, HlsConformance> watches = new TreeMap<>();
    List<String> names = List.of("v0", "v1");
    /** How creatives are made: in fragmented MP4, and with their sound by itself. */
    boolean fragmented;

    boolean demuxed;
    /** Whether their files can be cut: at their pictures, or into fragments of less than half a second. */
    boolean framed;

    AirRecords records = new MemoryRecords();
    AirNotes notes = new MemoryNotes((MemoryRecords) records);
    final List<Witness.Published> versions = new ArrayList<>();
    Feed.BreakSignal signal = Feed.BreakSignal.CUES;
    Manual hands = Manual.NONE;
    boolean adapterFails;
    StitchingAdapter dialect = this::cues;
    /** Whether something within ourselves fails that nobody thought of. */
    boolean broken;

    LiveFeed live;

    Air(Path media, int listed, Duration... lengths) {
        this.media = media;
        this.origin = new SimulatedOrigin(clock, START, listed, List.of(lengths));
    }

    /** Starts the feed, or starts it again as a new process would. */
    Air start() {
        live = another();
        return this;
    }

    LiveFeed another() {
        Feed feed = new Feed("main", "Main", Feed.Kind.MAIN, ZoneOffset.UTC, origin.address(), signal);
        PatientRecords behind = new PatientRecords(records, Runnable::run);
        Witness witness = new Witness(behind, notes, new ContentHash(media), versions::add, clock);
        LiveFeed one = new LiveFeed(
                "KSCF",
                feed,
                new Origin(new Fetcher(new OriginPolicy("", true)), new Silence()),
                fetchers,
                dialect,
                behind,
                new Creatives(media),
                witness,
                heard,
                clock);
        one.planned(breaks);
        one.obey(hands);
        return one;
    }

    /** Reads the three simplest cue tags. */
    private List<Cue> cues(MediaPlaylist playlist) {
        if (broken) {
            throw new IllegalStateException("nobody thought of this");
        }
        if (adapterFails) {
            return List.of();
        }
        List<Cue> cues = new ArrayList<>();
        for (Segment segment : playlist.segments()) {
            for (String tag : segment.tags()) {
                if (tag.startsWith("#EXT-X-CUE-OUT-CONT:")) {
                    String[] times = tag.substring(tag.indexOf(':') + 1).split("/");
                    Instant start = segment.start()
                            .minus(PlaylistReader.seconds(times[0]).orElseThrow());
                    cues.add(new Cue(
                            "cue-" + start,
                            Cue.Type.OUT,
                            start,
                            PlaylistReader.seconds(times[1]).orElseThrow()));
                } else if (tag.startsWith("#EXT-X-CUE-OUT")) {
                    Duration length = tag.contains(":")
                            ? PlaylistReader.seconds(tag.substring(tag.indexOf(':') + 1))
                                    .orElse(Duration.ZERO)
                            : Duration.ZERO;
                    cues.add(new Cue("cue-" + segment.start(), Cue.Type.OUT, segment.start(), length));
                }
                if (tag.equals("#EXT-X-CUE-IN")) {
                    cues.add(new Cue("in-" + segment.start(), Cue.Type.IN, segment.start(), Duration.ZERO));
                }
            }
        }
        return cues;
    }

    /** Threads that say when nothing is fetched any more. */
    private static final class Fetchers extends ThreadPoolExecutor {

        private final Phaser fetching;

        Fetchers(Phaser fetching) {
            super(0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>());
            this.fetching = fetching;
        }

        @Override
        public void execute(Runnable task) {
            fetching.register();
            super.execute(task);
        }

        @Override
        protected void afterExecute(Runnable task, Throwable failure) {
            fetching.arriveAndDeregister();
        }
    }

    /** Waits for what is fetched beside the poll: the hands of the clock move faster than threads do. */
    void settle() {
        fetching.arriveAndAwaitAdvance();
    }

    /** Polls now and watches what is published. */
    Air poll() {
        live.planned(breaks);
        live.obey(hands);
        live.poll();
        Map<String, String> now = new TreeMap<>();
        for (String name : names) {
            live.body(name).ifPresent(body -> {
                now.put(name, body.text());
                watches.computeIfAbsent(name, key -> new HlsConformance()).next(body.text()).stream()
                        .forEach(violation ->
                                (violation.rule() == HlsRule.LONG_ENOUGH ? shortened : violations).add(violation));
                published.computeIfAbsent(name, key -> new ArrayList<>()).add(body.text());
            });
        }
        // a rendition that the origin does not deliver lags behind the others
        HlsConformance.acrossRenditions(now).stream()
                .filter(violation -> violation.rule() != HlsRule.SAME_CONTENT)
                .forEach(violations::add);
        if (live.status().lastError().startsWith("The guard found")
                && !live.status().lastError().contains(HlsRule.LONG_ENOUGH.id())) {
            kept.add(live.status().lastError());
        }
        return this;
    }

    /** Polls at a steady pace for a while. */
    Air run(Duration length, Duration pace) {
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            poll();
            clock.forward(pace);
        }
        return this;
    }

    Air run(int seconds) {
        return run(Duration.ofSeconds(seconds), Duration.ofMillis(1000));
    }

    /** Every segment ever published in a rendition, by its number. */
    TreeMap<Long, Segment> segments(String rendition) {
        TreeMap<Long, Segment> segments = new TreeMap<>();
        published
                .get(rendition)
                .forEach(body -> PlaylistReaderTest.read(body)
                        .segments()
                        .forEach(segment -> segments.putIfAbsent(segment.sequence(), segment)));
        return segments;
    }

    /** The names of what aired, in order and without repetition: "net" or the folder of a spot. */
    List<String> story(String rendition) {
        List<String> story = new ArrayList<>();
        for (Segment segment : segments(rendition).values()) {
            String name = segment.uri().contains("/spots/") ? segment.uri().split("/")[3] : "net";
            if (story.isEmpty() || !story.get(story.size() - 1).equals(name)) {
                story.add(name);
            }
        }
        return story;
    }

    void isConformant() {
        assertThat(violations).isEmpty();
        assertThat(kept).isEmpty();
    }

    static AdBreak planned(String id, Instant start, double seconds, Creative... creatives) {
        List<Spot> spots = new ArrayList<>();
        for (int i = 0; i < creatives.length; i++) {
            spots.add(new Spot("placement-" + id + "-" + i, creatives[i]));
        }
        return new AdBreak(id, start, Duration.ofMillis((long) (seconds * 1000)), AdBreak.Kind.MIXED, spots);
    }

    /** Puts an air-ready creative into the media folder. */
    Creative creative(String name, Duration... segments) {
        try {
            Path home = Files.createDirectories(media.resolve(name));
            StringBuilder master = new StringBuilder("#EXTM3U\n");
            if (demuxed) {
                rendition(home, "sound", segments);
                master.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"Sound\",URI=\"sound.m3u8\"\n");
            }
            for (String rendition : List.of("v720", "v360")) {
                rendition(home, rendition, segments);
                boolean big = rendition.equals("v720");
                master.append("#EXT-X-STREAM-INF:BANDWIDTH=")
                        .append(big ? 2_000_000 : 800_000)
                        .append(",RESOLUTION=")
                        .append(big ? "1280x720" : "640x360")
                        .append(",CODECS=\"avc1.4d401f,mp4a.40.2\"\n")
                        .append(rendition)
                        .append(".m3u8\n");
            }
            Files.writeString(home.resolve("master.m3u8"), master);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Duration length = List.of(segments).stream().reduce(Duration.ZERO, Duration::plus);
        return new Creative(name.toUpperCase(java.util.Locale.ROOT), name, "", length, name);
    }

    private void rendition(Path home, String name, Duration... segments) throws IOException {
        Files.createDirectories(home.resolve(name));
        String extension = fragmented ? ".m4s" : ".ts";
        Cmaf track = name.equals("sound") ? Cmaf.SOUND : Cmaf.PICTURES;
        Duration at = Duration.ZERO;
        StringBuilder list = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n");
        if (fragmented) {
            Files.write(home.resolve(name + "/init.mp4"), track.header());
            list.append("#EXT-X-MAP:URI=\"").append(name).append("/init.mp4\"\n");
        }
        for (int i = 0; i < segments.length; i++) {
            Path file = home.resolve(name + "/" + i + extension);
            Files.write(file, content(track, at, segments[i], name + i));
            at = at.plus(segments[i]);
            list.append("#EXTINF:")
                    .append(Timeline.seconds(segments[i]))
                    .append(",\n")
                    .append(name)
                    .append('/')
                    .append(i)
                    .append(extension)
                    .append('\n');
        }
        Files.writeString(home.resolve(name + ".m3u8"), list.append("#EXT-X-ENDLIST\n"));
    }

    private byte[] content(Cmaf track, Duration at, Duration length, String name) {
        if (!fragmented) {
            return framed ? TransportFramesTest.stream(length, Duration.ofMillis(20)) : name.getBytes(UTF_8);
        }
        if (!framed) {
            return track.fragment(at, length);
        }
        // half a second less a picture or a little sound: no fragment may be longer than a part
        Duration fragment = Duration.ofMillis(467);
        java.io.ByteArrayOutputStream segment = new java.io.ByteArrayOutputStream();
        for (Duration from = Duration.ZERO; from.compareTo(length) < 0; from = from.plus(fragment)) {
            Duration left = length.minus(from);
            segment.writeBytes(track.fragment(at.plus(from), left.compareTo(fragment) < 0 ? left : fragment));
        }
        return segment.toByteArray();
    }

    /** A creative of so many segments of 2 s. */
    Creative spot(String name, int segments) {
        Duration[] lengths = new Duration[segments];
        java.util.Arrays.fill(lengths, Duration.ofSeconds(2));
        return creative(name, lengths);
    }

    /** Signals a break from one segment on; the cue back in comes after so many segments, or never when negative. */
    Instant signalled(int index, String out, int backAfter) {
        origin.tag(index, out);
        if (backAfter >= 0) {
            origin.tag(index + backAfter, "#EXT-X-CUE-IN");
        }
        return origin.start(index);
    }

    /** Somebody does something by hand now. */
    AirAction byHand(AirAction.Kind kind, String breakId) {
        AirAction action = new AirAction(
                hands.actions().size() + 1, kind, clock.instant(), "ann", breakId, java.util.Optional.empty());
        List<AirAction> all = new ArrayList<>(hands.actions());
        all.add(action);
        hands = new Manual(all, hands.slate());
        return action;
    }

    /** Somebody takes all of it back. */
    void takeBack() {
        hands = new Manual(
                hands.actions().stream()
                        .map(one -> new AirAction(
                                one.id(),
                                one.kind(),
                                one.at(),
                                one.actor(),
                                one.breakId(),
                                java.util.Optional.of(clock.instant())))
                        .toList(),
                hands.slate());
    }

    @Override
    public void close() {
        origin.close();
        fetchers.shutdownNow();
    }
}
