package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes out as DASH over hours of breaks, new starts and failures, watched with the eyes of a stranger. */
class DashTest {

    private static final Duration TWO = Duration.ofSeconds(2);
    private static final Pattern PERIOD = Pattern.compile("<Period id=\"(\\d+)\" start=\"PT([0-9.]+)S\">");

    @TempDir
    Path media;

    private Air air;
    private final DashConformance watch = new DashConformance();
    private final List<DashConformance.Violation> violations = new ArrayList<>();
    private final List<String> versions = new ArrayList<>();
    /** The starts of all Periods there ever were, by their ids. */
    private final Map<String, String> starts = new LinkedHashMap<>();

    @BeforeEach
    void origin() {
        air = new Air(media, 6, TWO);
        air.fragmented = true;
        air.demuxed = true;
        air.origin.extension = ".m4s";
        for (String name : List.of("hi", "lo", "sound")) {
            air.origin.heads.put(name, List.of("#EXT-X-MAP:URI=\"" + name + "/init.mp4\""));
        }
        air.origin.media.add(
                "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,URI=\"sound.m3u8\"\n");
        air.origin.media.add(
                "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"text\",NAME=\"English\",LANGUAGE=\"en\",URI=\"text.m3u8\"\n");
        air.names = List.of("v0", "v1", "m0", "m1");
    }

    @AfterEach
    void close() {
        air.close();
    }

    private Instant breakAt(int index, int first, int second) {
        Instant at = air.signalled(index, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(
                Air.planned("" + index, at, 20, air.spot("SPOTA" + index, first), air.spot("SPOTB" + index, second)));
        return at;
    }

    private void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            air.poll().settle();
            air.live.body(LiveFeed.MPD).ifPresent(body -> published(body.text()));
            air.clock.forward(Duration.ofSeconds(1));
        }
    }

    private void published(String text) {
        if (!versions.isEmpty() && versions.get(versions.size() - 1).equals(text)) {
            return;
        }
        versions.add(text);
        violations.addAll(watch.next(text));
        Matcher period = PERIOD.matcher(text);
        while (period.find()) {
            starts.putIfAbsent(period.group(1), period.group(2));
        }
    }

    private String last() {
        return versions.get(versions.size() - 1);
    }

    private static String seconds(Instant at) {
        return Mpd.duration(Duration.between(Instant.EPOCH, at)).replaceAll("[PTS]", "");
    }

    @Test
    void aBreak_isAPeriodForEverySpotBetweenTwoOfTheNetwork() {
        Instant at = breakAt(40, 4, 6);

        air.start();
        run(70);

        air.isConformant();
        assertThat(violations).isEmpty();
        assertThat(starts.values().stream().skip(1))
                .containsExactly(seconds(at), seconds(at.plusSeconds(8)), seconds(at.plusSeconds(20)));
        assertThat(air.live.whyNoDash()).isEmpty();
    }

    @Test
    void spots_andTheNetwork_areEachPlacedByTheTimesOfTheirOwnMedia() {
        breakAt(40, 4, 6);

        air.start();
        run(34);

        String spot = last().substring(last().indexOf("<Period id=\"1\""), last().indexOf("<Period id=\"2\""));
        assertThat(spot)
                .as("pictures from their own zero")
                .contains("codecs=\"avc1.4d401f\" width=\"640\" height=\"360\"")
                .contains("timescale=\"90000\" presentationTimeOffset=\"0\"")
                .contains("<Initialization sourceURL=\"../../spots/SPOTA40/v720/init.mp4\"/>")
                .contains("<S t=\"0\" d=\"180000\"/><S t=\"180000\" d=\"180000\"/>")
                .as("sound in its own frames")
                .contains("codecs=\"mp4a.40.2\" audioSamplingRate=\"48000\"")
                .contains("<S t=\"0\" d=\"96256\"/><S t=\"96256\" d=\"96256\"/>")
                .as("text beside the pictures")
                .contains("mimeType=\"text/vtt\" lang=\"en\"")
                .contains("<SegmentURL media=\"../../empty.vtt\"/>")
                .as("what it is")
                .contains("&quot;adId&quot;:&quot;SPOTA40&quot;");
    }

    @Test
    void newStarts_ofTheOriginAndOfOurselves_moveNothing() {
        for (int index = 40; index < 400; index += 30) {
            breakAt(index, 4, 5);
        }

        air.start();
        run(70);
        air.start();
        run(60);
        air.origin.firstSequence = air.origin.newest() - 2;
        air.origin.mediaStart = 5;
        run(120);
        air.start();
        run(60);
        Instant outage = air.clock.instant();
        air.origin.faults.put("lo", exchange -> SimulatedOrigin.send(exchange, 503, "later"));
        run(40);
        air.origin.faults.clear();
        run(60);

        assertThat(air.violations).isEmpty();
        assertThat(violations)
                .filteredOn(violation -> violation.rule() != DashRule.PERIODS_MEET)
                .isEmpty();
        assertThat(starts).hasSizeGreaterThan(15);
        assertThat(last()).as("goes on after " + outage).contains("/lo/").contains("/hi/");
    }

    @Test
    void anotherNode_saysTheSame() {
        breakAt(40, 4, 6);
        LiveFeed other = air.another();

        air.start();
        int compared = 0;
        for (int i = 0; i < 70; i++) {
            air.poll();
            other.planned(air.breaks);
            other.poll();
            // what is looked at still, one of them may know before the other
            if (air.live.body(LiveFeed.MPD).isPresent() && i % 2 == 1) {
                compared += same(other) ? 1 : 0;
            }
            air.clock.forward(Duration.ofSeconds(1));
        }

        assertThat(compared).isGreaterThan(25);
        assertThat(starts(other)).isEqualTo(starts(air.live));
    }

    private boolean same(LiveFeed other) {
        return other.body(LiveFeed.MPD)
                .map(Body::text)
                .equals(air.live.body(LiveFeed.MPD).map(Body::text));
    }

    private static List<String> starts(LiveFeed live) {
        return PERIOD.matcher(live.body(LiveFeed.MPD).orElseThrow().text())
                .results()
                .map(period -> period.group(1) + " " + period.group(2))
                .toList();
    }

    @Test
    void aPodThatIsShorterThanItsSlot_leavesNoHoleOfMilliseconds() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        Duration short1 = Duration.ofMillis(1_980);
        air.breaks.add(Air.planned("7", at, 20, air.creative("FRAMES", short1, short1, short1, short1, short1)));

        air.start();
        run(70);

        assertThat(violations).isEmpty();
        assertThat(starts.get("2")).isEqualTo(seconds(at.plusMillis(9_900)));
    }

    @Test
    void aFeedThatCannotGoOutAsDash_saysWhy() {
        assertThat(refusalOf(() -> {
                    air.origin.heads.clear();
                    air.origin.extension = ".ts";
                }))
                .isEqualTo("the segments of rendition m0 are MPEG transport stream, expected fragmented MP4 (CMAF)");
        assertThat(refusalOf(() -> air.origin.heads.put(
                        "hi", List.of("#EXT-X-MAP:URI=\"hi/init.mp4\"", "#EXT-X-KEY:METHOD=AES-128,URI=\"keys/1\""))))
                .isEqualTo("rendition v0 is encrypted by EXT-X-KEY, which DASH players do not know");
        assertThat(refusalOf(() -> air.origin.dated = false))
                .isEqualTo("the origin has no EXT-X-PROGRAM-DATE-TIME, and DASH needs the time of every segment");
        assertThat(refusalOf(() -> air.origin.faults.put(
                        "hi/init.mp4",
                        exchange -> SimulatedOrigin.send(
                                exchange,
                                200,
                                Cmaf.joined(Cmaf.box(
                                        "moov",
                                        java.nio.ByteBuffer.allocate(0),
                                        Cmaf.box("trak", java.nio.ByteBuffer.allocate(0)),
                                        Cmaf.box("trak", java.nio.ByteBuffer.allocate(0))))))))
                .isEqualTo(
                        "the initialization section of rendition v0 has 2 tracks, expected 1: DASH takes pictures and"
                                + " sound in files of their own (CMAF)");
    }

    private String refusalOf(Runnable change) {
        air.close();
        origin();
        change.run();
        air.start().run(10);
        assertThat(air.live.body(LiveFeed.MPD)).isEmpty();
        return air.live.whyNoDash();
    }
}
