package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.Sighting;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed.BreakSignal;

class LiveFeedTest {

    private static final Duration TWO = Duration.ofSeconds(2);

    @TempDir
    Path media;

    private Air air;

    @BeforeEach
    void origin() {
        air = new Air(media, 6, TWO);
    }

    @AfterEach
    void close() {
        air.close();
    }

    private MemoryRecords records() {
        return (MemoryRecords) air.records;
    }

    @Test
    void feed_replacesABreakInBothRenditionsAndNumbersOn() {
        Creative one = air.spot("HARBOR15", 5);
        Creative two = air.spot("RIVER10", 5);
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at.minusSeconds(20), 20, one, two));

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "HARBOR15", "RIVER10", "net");
        assertThat(air.story("v1")).containsExactly("net", "HARBOR15", "RIVER10", "net");
        TreeMap<Long, Segment> segments = air.segments("v0");
        assertThat(segments.keySet()).contains(39L, 40L, 49L, 50L);
        assertThat(segments.get(40L).uri()).isEqualTo("../../spots/HARBOR15/v720/0.ts");
        assertThat(air.segments("v1").get(40L).uri()).isEqualTo("../../spots/HARBOR15/v360/0.ts");
        assertThat(segments.get(40L).start()).isEqualTo(at);
        assertThat(segments.get(50L).uri()).endsWith("/hi/50.ts");
        assertThat(segments.get(50L).start()).isEqualTo(at.plusSeconds(20));
        assertThat(List.of(39L, 40L, 45L, 49L, 50L))
                .extracting(sequence -> segments.get(sequence).discontinuity())
                .containsExactly(0L, 1L, 2L, 2L, 3L);
        assertThat(records().airings)
                .extracting(Airing::adId, Airing::actualStart, Airing::firstSequence, Airing::lastSequence)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("HARBOR15", at, 40L, 44L),
                        org.assertj.core.groups.Tuple.tuple("RIVER10", at.plusSeconds(10), 45L, 49L));
    }

    @Test
    void feed_releasesSpotsOnTheOriginsClock() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR15", 10)));
        air.start();

        air.clock.set(at.plusSeconds(2));
        air.poll();

        String body = air.live.body("v0").orElseThrow().text();
        assertThat(body).contains("HARBOR15/v720/0.ts").doesNotContain("HARBOR15/v720/1.ts");
        assertThat(PlaylistReaderTest.read(body).segments()).hasSize(6);
    }

    static Stream<Arguments> avails() {
        return Stream.of(
                Arguments.of(
                        "a pod as long as the avail",
                        10,
                        10,
                        "#EXT-X-CUE-OUT:20",
                        10,
                        List.of("net", "SPOT", "net"),
                        10),
                Arguments.of(
                        "a pod shorter than the avail",
                        6,
                        10,
                        "#EXT-X-CUE-OUT:20",
                        10,
                        List.of("net", "SPOT", "net"),
                        6),
                Arguments.of("a pod longer than the avail", 11, 10, "#EXT-X-CUE-OUT:20", 10, List.of("net"), 0),
                Arguments.of("an early cue back in", 10, 10, "#EXT-X-CUE-OUT:20", 4, List.of("net", "SPOT", "net"), 4),
                Arguments.of("a cue back in at once", 10, 10, "#EXT-X-CUE-OUT:20", 1, List.of("net", "SPOT", "net"), 1),
                Arguments.of("no cue back in", 10, 10, "#EXT-X-CUE-OUT:20", -1, List.of("net", "SPOT", "net"), 10),
                Arguments.of("no length", 10, 10, "#EXT-X-CUE-OUT", 10, List.of("net", "SPOT", "net"), 10),
                Arguments.of(
                        "no length, no cue back in", 10, 10, "#EXT-X-CUE-OUT", -1, List.of("net", "SPOT", "net"), 10));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("avails")
    void avail_isFilledWithWhatFits(
            String what, int pod, int avail, String out, int backAfter, List<String> story, int aired) {
        Instant at = air.signalled(40, out, backAfter);
        air.breaks.add(Air.planned("7", at, avail * 2, air.spot("SPOT", pod)));

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).as(what).isEqualTo(story);
        assertThat(air.story("v1")).as(what).isEqualTo(story);
        assertThat(air.segments("v0").values().stream()
                        .filter(segment -> segment.uri().contains("SPOT")))
                .hasSize(aired);
        assertThat(records().airings).hasSize(aired == 0 ? 0 : 1);
        assertThat(records().airings)
                .allSatisfy(airing -> assertThat(airing.length()).isEqualTo(TWO.multipliedBy(aired)))
                .allSatisfy(airing -> assertThat(airing.reason()).isEqualTo(aired < pod ? "CUT_SHORT" : ""));
        assertThat(air.heard.of("spot aired"))
                .hasSize(aired == 0 ? 0 : 1)
                .allSatisfy(span -> assertThat(span)
                        .containsEntry("ad.id", "SPOT")
                        .containsEntry("spot.seconds", 2.0 * aired)
                        .containsEntry("spot.planned_seconds", 2.0 * pod)
                        .containsEntry("spot.whole", aired == pod));
    }

    @Test
    void cue_thatIsRepeatedOpensOneAvail() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.origin.tag(40, "#EXT-X-CUE-OUT:20");
        air.breaks.add(Air.planned("7", at, 20, air.spot("SPOT", 10)));
        air.breaks.add(Air.planned("8", at.plusSeconds(30), 20, air.spot("OTHER", 10)));

        air.start().run(70);

        air.isConformant();
        assertThat(records().avails).hasSize(1);
        assertThat(air.story("v0")).containsExactly("net", "SPOT", "net");
    }

    @Test
    void viewerWhoJoinsInMidBreakSeesTheSpotsInTheWindow() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("SPOT", 10)));
        air.clock.set(at.plusSeconds(9));

        air.start().run(50);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "SPOT", "net");
    }

    @Test
    void twoBreaks_useTheBreakNearestToEach() {
        Instant one = air.signalled(40, "#EXT-X-CUE-OUT:10", 5);
        Instant two = air.signalled(60, "#EXT-X-CUE-OUT:10", 5);
        air.breaks.add(Air.planned("7", one.plusSeconds(5), 20, air.spot("ONE1", 5)));
        air.breaks.add(Air.planned("8", two.minusSeconds(15), 20, air.spot("TWO2", 5)));

        air.start().run(110);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "net", "TWO2", "net");
    }

    @Test
    void breaksBackToBack_returnToTheNetworkBetween() {
        Instant one = air.signalled(40, "#EXT-X-CUE-OUT:10", -1);
        air.signalled(45, "#EXT-X-CUE-OUT:10", 5);
        air.breaks.add(Air.planned("7", one, 20, air.spot("ONE1", 5)));
        air.breaks.add(Air.planned("8", one.plusSeconds(10), 20, air.spot("TWO2", 5)));

        air.start().run(80);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "TWO2", "net");
        TreeMap<Long, Segment> segments = air.segments("v0");
        assertThat(List.of(39L, 40L, 44L, 45L, 49L, 50L))
                .extracting(sequence -> segments.get(sequence).discontinuity())
                .containsExactly(0L, 1L, 1L, 2L, 2L, 3L);
        assertThat(records().avails.get(1).splices().get("v0").discontinuity()).isEqualTo(2);
    }

    @Test
    void originThatStartsAnewAtABreak_isNumberedOn() {
        for (int i = 40; i < 80; i++) {
            air.signalled(i, "#EXT-X-CUE-OUT:20", 10);
            air.breaks.add(Air.planned("" + i, air.origin.start(i), 20, air.spot("ONE" + i, 5)));
        }
        air.start().run(20);
        air.origin.firstSequence = 36;

        air.run(90);

        air.isConformant();
    }

    @Test
    void cue_withoutAScheduledBreakLeavesTheNetworkFeed() {
        air.signalled(40, "#EXT-X-CUE-OUT:20", 10);

        air.start().run(60);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net");
        assertThat(records().avails)
                .singleElement()
                .satisfies(avail -> assertThat(avail.reason()).startsWith("NO_BREAK"));
    }

    @Test
    void spot_thatMissesAFileIsLeftOutAndTheOthersAir() throws IOException {
        Creative gone = air.spot("GONE", 5);
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, gone, air.spot("SPOT", 5)));
        air.start().run(10);
        Files.delete(media.resolve("GONE/v360/3.ts"));

        air.run(60);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "SPOT", "net");
        assertThat(records().avails.get(0).spots().get(0).leftOut()).contains("CREATIVE_MISSING", "GONE/v360/3.ts");
        assertThat(air.live.status().lastDecision()).contains("GONE/v360/3.ts");
    }

    @Test
    void spot_thatIsLeftOutBetweenOthersLeavesNoHoleInTheNumbers() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 4), air.spot("LONG", 9), air.spot("TWO2", 4)));

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "TWO2", "net");
        assertThat(air.segments("v0").get(44L).discontinuity()).isEqualTo(2);
        assertThat(air.segments("v0").get(48L).discontinuity()).isEqualTo(3);
    }

    @Test
    void spot_withSegmentsLongerThanTheTargetDurationIsLeftOut() {
        air.start().run(4);
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.creative("LONG", Duration.ofSeconds(4))));

        air.run(60);

        air.isConformant();
        assertThat(records().avails.get(0).spots().get(0).leftOut()).startsWith("SEGMENT_TOO_LONG");
    }

    @Test
    void clock_startsABreakAtTheFirstSegmentAtItsTimeOrLater() {
        air.signal = BreakSignal.CLOCK;
        Instant planned = air.origin.start(40).plusMillis(700);
        air.breaks.add(Air.planned("7", planned, 20, air.spot("SPOT", 10)));

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "SPOT", "net");
        assertThat(records().airings)
                .singleElement()
                .satisfies(airing -> assertThat(airing.actualStart()).isEqualTo(air.origin.start(41)))
                .satisfies(airing -> assertThat(airing.plannedStart()).isEqualTo(planned));
    }

    /** Hears "OUT" within a segment as a break of 20 s, ten segments later; says that the feed's clock is 6 s ahead. */
    private static final StitchingAdapter WITHIN = new StitchingAdapter() {
        @Override
        public List<Cue> cues(MediaPlaylist playlist) {
            return List.of();
        }

        @Override
        public boolean readsSegments() {
            return true;
        }

        @Override
        public List<Cue> cues(Segment segment, byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8).equals("OUT")
                    ? List.of(new Cue("within", Cue.Type.OUT, segment.start().plusSeconds(20), TWO.multipliedBy(10)))
                    : List.of();
        }

        @Override
        public Duration drift(List<Sighting> sightings) {
            return sightings.size() == 6 ? Duration.ofSeconds(6) : Duration.ZERO;
        }
    };

    @Test
    void feed_replacesABreakThatIsAnnouncedWithinASegment() {
        air.dialect = WITHIN;
        air.origin.faults.put("hi/36.ts", exchange -> SimulatedOrigin.send(exchange, 200, "OUT"));
        air.breaks.add(Air.planned("7", air.origin.start(46), 20, air.spot("SPOT", 10)));

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "SPOT", "net");
        assertThat(air.segments("v1").get(46L).uri()).isEqualTo("../../spots/SPOT/v360/0.ts");
    }

    @Test
    void clock_isCorrectedByTheDriftOfTheFeedsDates() {
        air.signal = BreakSignal.CLOCK;
        air.dialect = WITHIN;
        air.breaks.add(Air.planned("7", air.origin.start(40), 20, air.spot("SPOT", 10)));

        air.start().run(70);

        air.isConformant();
        assertThat(air.segments("v0").get(42L).uri()).endsWith("/hi/42.ts");
        assertThat(air.segments("v0").get(43L).uri()).isEqualTo("../../spots/SPOT/v720/0.ts");
    }

    @Test
    void irregularSegments_areNumberedInOffsetMode() {
        air.close();
        air = new Air(
                media,
                6,
                Duration.ofMillis(6006),
                Duration.ofMillis(5372),
                Duration.ofMillis(634),
                Duration.ofMillis(6006),
                Duration.ofMillis(1368),
                Duration.ofMillis(4638));
        long first = 20;
        air.origin.tag(first, "#EXT-X-CUE-OUT:18.018");
        Duration three = Duration.ofMillis(3003);
        Creative spot = air.creative("SPOT", three, three, three, three, three, three);
        air.breaks.add(Air.planned("7", air.origin.start(first), 20, spot));

        air.start().run(120);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "SPOT", "net");
        Splice.End end = records().avails.get(0).splices().get("v0").end().orElseThrow();
        assertThat(end.after().sequence()).isEqualTo(6 - (end.origin() - first)).isNotZero();
    }

    @Test
    void twoInstances_publishTheSameBytes() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5), air.spot("TWO2", 5)));
        air.start();
        LiveFeed other = air.another();
        int same = 0;
        for (int i = 0; i < 70; i++) {
            air.poll();
            other.poll();
            for (String name : List.of("master", "v0", "v1")) {
                assertThat(other.body(name).orElseThrow().text())
                        .isEqualTo(air.live.body(name).orElseThrow().text());
                assertThat(other.body(name).orElseThrow().etag(false))
                        .isEqualTo(air.live.body(name).orElseThrow().etag(false));
                same++;
            }
            air.clock.forward(Duration.ofSeconds(1));
        }
        air.isConformant();
        assertThat(same).isEqualTo(210);
        assertThat(air.story("v0")).contains("ONE1", "TWO2");
        assertThat(records().airings).hasSize(2);
    }

    @Test
    void restartInMidBreak_numbersAndLogsOn() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5), air.spot("TWO2", 5)));
        air.start();
        for (int i = 0; i < 35; i++) {
            air.run(2);
            air.start();
        }

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "TWO2", "net");
        assertThat(records().airings).extracting(Airing::adId).containsExactly("ONE1", "TWO2");
        assertThat(air.segments("v0").get(50L).discontinuity()).isEqualTo(3);
    }

    @Test
    void processThatDiesInMidBreakAndComesBackAfterIt_logsOnlyWhatAired() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5), air.spot("TWO2", 5)));
        air.start().run(29);
        air.clock.forward(Duration.ofSeconds(60));

        air.start().run(20);

        air.isConformant();
        assertThat(records().airings)
                .extracting(Airing::adId, Airing::length, Airing::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ONE1", TWO.multipliedBy(4), "CUT_SHORT"));
        assertThat(air.segments("v0").lastEntry().getValue().uri())
                .endsWith("/hi/" + air.segments("v0").lastKey() + ".ts");
    }

    @Test
    void databaseThatIsDownAtTheDecision_leavesTheNetworkFeedWithTheSameNumbers() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:10", 5);
        Instant next = air.signalled(60, "#EXT-X-CUE-OUT:10", 5);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5)));
        air.breaks.add(Air.planned("8", next, 20, air.spot("TWO2", 5)));
        air.start().run(10);
        records().down = true;
        air.run(30);
        records().down = false;

        air.run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "TWO2", "net");
    }

    @Test
    void databaseThatGoesDownInMidBreak_isWrittenToLater() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5), air.spot("TWO2", 5)));
        air.start().run(26);
        records().down = true;
        air.run(20);
        assertThat(air.live.status().spots()).contains("database");
        records().down = false;

        air.run(20);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "TWO2", "net");
        assertThat(records().airings).extracting(Airing::adId).containsExactly("ONE1", "TWO2");
        assertThat(records().avails.get(0).open()).isFalse();
    }

    @Test
    void adapterThatFails_leavesTheNetworkFeedWithTheSameNumbers() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5)));
        air.adapterFails = true;

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("answers 500", exchange -> SimulatedOrigin.send(exchange, 500, "oops")),
                fault("answers 404", exchange -> SimulatedOrigin.send(exchange, 404, "gone")),
                fault("no playlist", exchange -> SimulatedOrigin.send(exchange, 200, "<html>502 Bad Gateway</html>")),
                fault("is empty", exchange -> SimulatedOrigin.send(exchange, 200, " ")),
                fault("larger than", exchange -> endless(exchange, 20 << 20, 0)),
                fault("does not answer", exchange -> endless(exchange, Integer.MAX_VALUE, 20)),
                fault("cannot be fetched", LiveFeedTest::hangUp),
                fault("not followed", exchange -> {
                    exchange.getResponseHeaders().add("Location", "file:///etc/passwd");
                    SimulatedOrigin.send(exchange, 302, "x");
                }));
    }

    private static Arguments fault(String words, SimulatedOrigin.Fault fault) {
        return Arguments.of(words, fault);
    }

    private static void endless(HttpExchange exchange, int bytes, int pause) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] line = ("#EXTM3U" + " ".repeat(8000) + "\n").getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = exchange.getResponseBody()) {
            for (long sent = 0; sent < bytes; sent += line.length) {
                out.write(line, 0, pause > 0 ? 8 : line.length);
                out.flush();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hangUp(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody()
                .write("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.ts\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void originThatMisbehaves_leavesTheLastGoodBodyAndNumbersOn(String words, SimulatedOrigin.Fault fault) {
        air.start().run(6);
        String before = air.live.body("v0").orElseThrow().text();
        air.origin.faults.put("hi", fault);
        air.origin.faults.put("lo", fault);

        air.clock.forward(TWO);
        air.poll();

        assertThat(air.live.body("v0").orElseThrow().text()).isEqualTo(before);
        assertThat(air.live.status().lastError()).contains(words);
        air.clock.forward(Duration.ofSeconds(10));
        air.poll();
        assertThat(air.live.status().state()).isEqualTo(FeedStatus.State.ORIGIN_DOWN);
        air.origin.faults.clear();
        air.run(20);
        assertThat(air.live.status().state()).isEqualTo(FeedStatus.State.ON_AIR);
        air.isConformant();
    }

    @Test
    void originThatNeverAnswered_hasNoBody() {
        air.origin.faults.put("*", exchange -> SimulatedOrigin.send(exchange, 503, "later"));

        air.start().poll();

        assertThat(air.live.body("v0")).isEmpty();
        assertThat(air.live.status().state()).isEqualTo(FeedStatus.State.STARTING);
        assertThat(air.live.status().origin()).contains("answers 503");
    }

    @Test
    void originThatStartsAnew_isNumberedOn() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        Instant later = air.signalled(75, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5)));
        air.breaks.add(Air.planned("8", later, 20, air.spot("TWO2", 5)));
        air.start().run(70);
        air.origin.firstSequence = 60;

        air.run(70);

        air.isConformant();
        assertThat(air.shortened).isEmpty();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "net", "TWO2", "net");
        assertThat(air.live.status().lastError()).contains("started anew");
        air.start().run(20);
        air.isConformant();
    }

    @Test
    void originThatStartedAnewWhileWeWereDown_isNumberedOn() {
        air.start().run(60);
        air.origin.firstSequence = 55;

        air.start().run(30);

        air.isConformant();
    }

    @Test
    void originThatStartsAnewInMidBreak_logsOnlyWhatAired() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 5), air.spot("TWO2", 5)));
        air.start().run(29);
        air.origin.firstSequence = 38;

        air.run(60);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "net");
        assertThat(records().airings)
                .extracting(Airing::adId, Airing::length, Airing::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ONE1", TWO.multipliedBy(4), "CUT_SHORT"));
    }

    @Test
    void oneRenditionThatFails_doesNotHoldUpTheOtherForEver() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 10)));
        air.start().run(6);
        air.origin.faults.put("lo", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));
        air.run(30);
        air.origin.faults.clear();

        air.run(40);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "ONE1", "net");
    }

    @Test
    void undatedOrigin_isServedPlainAndSaysWhy() {
        air.origin.dated = false;
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("ONE1", 10)));

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net");
        assertThat(air.live.status().spots()).contains("EXT-X-PROGRAM-DATE-TIME");
    }

    @Test
    void master_coversFeedAndSpots() {
        air.breaks.add(Air.planned("7", Air.START.plusSeconds(900), 20, air.spot("ONE1", 10)));

        air.start().poll();

        assertThat(air.live.body("master").orElseThrow().text()).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720,CODECS="avc1.4d401f,mp4a.40.2"
                v0.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.4d401f,mp4a.40.2"
                v1.m3u8
                """);
    }

    @Test
    void numbers_doNotFallWhenAWindowIsMissedAfterARestart() throws IOException {
        assertConformant(
                List.of(400),
                3,
                List.of(1),
                1051,
                List.of(new Break(0, 5, 0)),
                5100,
                List.of(16),
                -1,
                List.of(),
                -1,
                1);
    }

    /** One rendition starts anew while the other is silent, and then we do: nothing was numbered anew in between. */
    @Test
    void numbers_doNotFallWhenARestartFollowsTheEncoders() throws IOException {
        assertConformant(
                List.of(2543),
                7,
                List.of(8, 5, 2),
                523,
                List.of(new Break(12, 39, 0)),
                3978,
                List.of(9, 12),
                6,
                List.of(35, 10),
                1,
                25);
    }

    /** A break ends of which one rendition has seen a part and the other nothing: their discontinuities must still match. */
    @Test
    void renditions_countAlikeWhenOneOfThemMissedAWholeBreak() throws IOException {
        assertConformant(
                List.of(449),
                8,
                List.of(3),
                599,
                List.of(new Break(2, 40, 12)),
                3085,
                List.of(21, 29),
                -11,
                List.of(86, 15),
                15,
                10);
    }

    /** A rendition answers for the first time in the middle of a break, which was decided without it. */
    @Test
    void aRenditionThatAppearsInABreak_waitsForItsEnd() throws IOException {
        assertConformant(
                List.of(1086),
                10,
                List.of(2, 2, 8),
                1671,
                List.of(new Break(12, 39, 1)),
                608,
                List.of(19, 38),
                -46,
                List.of(41),
                0,
                36);
    }

    /** Both start anew, one of them with nothing new to show: what viewers still see of it keeps its numbers. */
    @Test
    void anEpoch_beginsAfterAllThatIsStillSeen() throws IOException {
        assertConformant(
                List.of(400, 639, 617, 531),
                5,
                List.of(7, 3, 4),
                3746,
                List.of(new Break(12, 20, 9), new Break(3, 13, 0)),
                326,
                List.of(46, 18, 23),
                37,
                List.of(93),
                6,
                31);
    }

    /** One rendition starts anew within a spot while the other, which has shown nothing of it, is silent. */
    @Test
    void aSpotThatOneRenditionHasShown_hasAiredInAll() throws IOException {
        assertConformant(
                List.of(528),
                3,
                List.of(3),
                1496,
                List.of(new Break(0, 6, 1), new Break(2, 5, 2), new Break(6, 11, 7)),
                3463,
                List.of(),
                21,
                List.of(72, 31, 38),
                1,
                27);
    }

    /** A break of the property below: segments of the network before it, its length in seconds, segments to the cue back in. */
    record Break(int after, int seconds, int backAfter) {}

    @Provide
    Arbitrary<Break> breaks() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(5, 40),
                        Arbitraries.integers().between(0, 12))
                .as(Break::new);
    }

    /**
     * @param reset when the encoder starts anew, in seconds; not where negative
     * @param discontinuities of the origin's own, by segment
     * @param silentFrom when one of the renditions fails for a while, in seconds; not where negative
     */
    @Property(tries = 50)
    void anyFeed_isConformant(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 400, max = 4000) Integer> lengths,
            @ForAll @IntRange(min = 3, max = 10) int listed,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 1, max = 8) Integer> spots,
            @ForAll @IntRange(min = 500, max = 3900) int spotSegment,
            @ForAll @Size(min = 1, max = 3) List<@From("breaks") Break> breaks,
            @ForAll @IntRange(min = 300, max = 7000) int pace,
            @ForAll @Size(max = 3) List<@IntRange(min = 0, max = 80) Integer> restarts,
            @ForAll @IntRange(min = -100, max = 80) int reset,
            @ForAll @Size(max = 3) List<@IntRange(min = 10, max = 100) Integer> discontinuities,
            @ForAll @IntRange(min = -100, max = 80) int silentFrom,
            @ForAll @IntRange(min = 1, max = 40) int silentFor)
            throws IOException {
        assertConformant(
                lengths,
                listed,
                spots,
                spotSegment,
                breaks,
                pace,
                restarts,
                reset,
                discontinuities,
                silentFrom,
                silentFor);
    }

    @Test
    void renditionThatFallsSilent_doesNotChangeWhatOthersPromise() throws IOException {
        assertConformant(
                List.of(1336),
                10,
                List.of(8),
                1372,
                List.of(new Break(1, 9, 3)),
                365,
                List.of(2, 6, 1),
                58,
                List.of(86),
                35,
                9);
    }

    private static void assertConformant(
            List<Integer> lengths,
            int listed,
            List<Integer> spots,
            int spotSegment,
            List<Break> breaks,
            int pace,
            List<Integer> restarts,
            int reset,
            List<Integer> discontinuities,
            int silentFrom,
            int silentFor)
            throws IOException {
        Path folder = Files.createTempDirectory("media");
        try (Air any =
                new Air(folder, listed, lengths.stream().map(Duration::ofMillis).toArray(Duration[]::new))) {
            Creative[] pod = new Creative[spots.size()];
            for (int i = 0; i < pod.length; i++) {
                Duration[] segments = new Duration[spots.get(i)];
                Arrays.fill(segments, Duration.ofMillis(spotSegment));
                pod[i] = any.creative("SPOT" + i, segments);
            }
            long index = any.origin.indexAt(Air.START.plusSeconds(75));
            for (Break one : breaks) {
                index += one.after();
                Instant at = any.signalled((int) index, "#EXT-X-CUE-OUT:" + one.seconds(), one.backAfter() - 1);
                any.breaks.add(Air.planned("" + index, at, one.seconds(), pod));
                index = any.origin.indexAt(at.plusSeconds(one.seconds()));
            }
            discontinuities.forEach(segment -> any.origin.tag(segment, "#EXT-X-DISCONTINUITY"));
            List<Integer> restartAt = new ArrayList<>(restarts);
            any.start();
            Instant begin = any.clock.instant();
            boolean anew = false;
            for (long ms = 0; ms < 100_000; ms += pace) {
                any.clock.set(begin.plusMillis(ms));
                if (reset >= 0 && !anew && ms >= reset * 1000L) {
                    any.origin.firstSequence = Math.max(0, any.origin.newest() - listed);
                    anew = true;
                }
                long now = ms;
                if (silentFrom >= 0 && now >= silentFrom * 1000L && now < (silentFrom + silentFor) * 1000L) {
                    any.origin.faults.put("lo", exchange -> SimulatedOrigin.send(exchange, 500, "oops"));
                } else {
                    any.origin.faults.clear();
                }
                if (restartAt.removeIf(second -> now >= second * 1000L)) {
                    any.start();
                }
                any.poll();
            }
            assertThat(any.violations)
                    .as(() -> String.join("\n", any.published.getOrDefault("v0", List.of())))
                    .isEmpty();
            assertThat(any.kept).isEmpty();
        }
    }
}
