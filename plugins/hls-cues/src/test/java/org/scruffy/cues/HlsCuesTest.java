package org.scruffy.cues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

class HlsCuesTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
    private static final String MESSAGE = "/DAlAAAAAsvhAP/wFAUAAAfRf+9+AAAAAP4AG4D0AAEBAQAAfP4Ocw==";

    /** Segments of 6.006 s, one for each array of tags. */
    private static MediaPlaylist playlist(long first, String[]... tags) {
        List<Segment> segments = new ArrayList<>();
        Duration length = Duration.ofMillis(6006);
        for (int i = 0; i < tags.length; i++) {
            long sequence = first + i;
            segments.add(new Segment(
                    sequence,
                    0,
                    sequence + ".ts",
                    START.plus(length.multipliedBy(sequence)),
                    length,
                    List.of(tags[i])));
        }
        return new MediaPlaylist(6, true, false, segments);
    }

    private static String[] tags(String... tags) {
        return tags;
    }

    private static List<Cue> cues(MediaPlaylist playlist) {
        return new HlsCues().cues(playlist);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-CUE-OUT:30",
                "#EXT-X-CUE-OUT:30.000",
                "#EXT-X-CUE-OUT:DURATION=30",
                "#EXT-X-CUE-OUT:DURATION=\"30\""
            })
    void cueOut_saysItsLengthInAnySpelling(String tag) {
        assertThat(cues(playlist(0, tags(), tags(tag), tags()))).singleElement().satisfies(cue -> {
            assertThat(cue.type()).isEqualTo(Cue.Type.OUT);
            assertThat(cue.at()).isEqualTo(START.plusMillis(6006));
            assertThat(cue.length()).isEqualTo(Duration.ofSeconds(30));
        });
    }

    @Test
    void cueOut_withoutALengthIsACueOut() {
        assertThat(cues(playlist(0, tags("#EXT-X-CUE-OUT"))))
                .singleElement()
                .satisfies(cue -> assertThat(cue.length()).isZero());
    }

    @Test
    void cueIn_endsABreakAndAnotherMayStartOnTheSameSegment() {
        List<Cue> cues = cues(playlist(
                0, tags("#EXT-X-CUE-OUT:6"), tags("#EXT-X-CUE-OUT:6", "#EXT-X-CUE-IN"), tags("#EXT-X-CUE-IN")));

        assertThat(cues).extracting(Cue::type).containsExactly(Cue.Type.OUT, Cue.Type.IN, Cue.Type.OUT, Cue.Type.IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#EXT-X-CUE-OUT-CONT:ElapsedTime=6.006,Duration=20.02", "#EXT-X-CUE-OUT-CONT:6.006/20.02"})
    void whoJoinsInMidBreak_findsTheSameKey(String continued) {
        MediaPlaylist fromTheStart = playlist(0, tags("#EXT-X-CUE-OUT:20.02"), tags(continued));
        MediaPlaylist later = playlist(1, tags(continued), tags());

        assertThat(cues(later)).isEqualTo(cues(fromTheStart)).hasSize(1);
    }

    @Test
    void whoJoinsInMidBreak_findsTheSameKeyByTheMessage() {
        String continued = "#EXT-X-CUE-OUT-CONT:ElapsedTime=6.005,Duration=20.020,SCTE35=" + MESSAGE;
        String continuedLater = "#EXT-X-CUE-OUT-CONT:ElapsedTime=12.012,Duration=20.020,SCTE35=" + MESSAGE;
        MediaPlaylist fromTheStart =
                playlist(0, tags("#EXT-OATCLS-SCTE35:" + MESSAGE, "#EXT-X-CUE-OUT:20.020"), tags(continued), tags());

        List<String> keys = new ArrayList<>();
        cues(fromTheStart).forEach(cue -> keys.add(cue.key()));
        cues(playlist(1, tags(continued), tags(continuedLater))).forEach(cue -> keys.add(cue.key()));
        cues(playlist(2, tags(continuedLater))).forEach(cue -> keys.add(cue.key()));

        assertThat(keys).hasSize(3);
        assertThat(keys.stream().distinct()).hasSize(1);
    }

    @Test
    void repeatedCues_areOneBreakAndTheNextOneIsAnother() {
        String out = "#EXT-X-CUE-OUT:6.006";
        List<Cue> cues = cues(playlist(
                0,
                tags("#EXT-OATCLS-SCTE35:" + MESSAGE, out, out),
                tags("#EXT-X-CUE-IN"),
                tags("#EXT-OATCLS-SCTE35:" + MESSAGE, out)));

        assertThat(cues.stream()
                        .filter(cue -> cue.type() == Cue.Type.OUT)
                        .map(Cue::key)
                        .distinct())
                .hasSize(2);
        assertThat(cues).hasSize(3);
    }

    @Test
    void dateRange_signalsABreakByItsDates() {
        List<Cue> cues = cues(playlist(
                0,
                tags(
                        "#EXT-X-DATERANGE:ID=\"splice-6FFFFFF0\",START-DATE=\"2026-11-24T12:00:12.012Z\",PLANNED-DURATION=59.993,SCTE35-OUT=0xFC002F"),
                tags(),
                tags(),
                tags("#EXT-X-DATERANGE:ID=\"splice-6FFFFFF0\",DURATION=12.012,SCTE35-IN=0xFC002A")));

        assertThat(cues)
                .extracting(Cue::type, Cue::at)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Cue.Type.OUT, Instant.parse("2026-11-24T12:00:12.012Z")),
                        org.assertj.core.groups.Tuple.tuple(Cue.Type.IN, Instant.parse("2026-11-24T12:00:24.024Z")));
        assertThat(cues.get(0).length()).isEqualTo(Duration.ofMillis(59_993));
    }

    @Test
    void dateRange_withoutAStartDateIsAtItsSegment() {
        List<Cue> cues = cues(playlist(
                3,
                tags("#EXT-X-DATERANGE:ID=\"7\",SCTE35-OUT=0xFC,DURATION=30"),
                tags("#EXT-X-DATERANGE:ID=\"7\",SCTE35-OUT=0xFC,DURATION=30"),
                tags("#EXT-X-DATERANGE:ID=\"7\",SCTE35-IN=0xFC")));

        assertThat(cues)
                .extracting(Cue::type, Cue::at)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Cue.Type.OUT, START.plusMillis(3 * 6006)),
                        org.assertj.core.groups.Tuple.tuple(Cue.Type.IN, START.plusMillis(5 * 6006)));
    }

    @Test
    void aBreakSignalledInTwoWays_isOne() {
        assertThat(cues(playlist(
                        0,
                        tags(
                                "#EXT-X-DATERANGE:ID=\"7\",START-DATE=\"2026-11-24T12:00:00.100Z\",SCTE35-OUT=0xFC,DURATION=30",
                                "#EXT-OATCLS-SCTE35:" + MESSAGE,
                                "#EXT-X-CUE-OUT:30"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-X-CUE-OUT-CONT",
                "#EXT-X-CUE-OUT-CONT:banana",
                "#EXT-X-CUE-OUT-CONT:ElapsedTime=x,Duration=y",
                "#EXT-X-DATERANGE:",
                "#EXT-X-DATERANGE:ID=\"7\",START-DATE=\"yesterday\"",
                "#EXT-X-SOMETHING:ELSE"
            })
    void whatCannotBeRead_isLeftOut(String tag) {
        assertThat(cues(playlist(0, tags(tag)))).isEmpty();
    }

    @Test
    void lengthThatCannotBeRead_stillSignalsTheBreak() {
        assertThat(cues(playlist(0, tags("#EXT-X-CUE-OUT:soon")))).hasSize(1);
        assertThat(cues(playlist(0, tags("#EXT-X-DATERANGE:ID=\"7\",START-DATE=\"soon\",SCTE35-OUT=banana"))))
                .hasSize(1);
    }

    /** Samples 14.1 to 14.3 of SCTE 35: a placement opportunity of 307 s, a splice out of 60.29 s, the opportunity's end. */
    private static final String OPPORTUNITY =
            "/DA0AAAAAAAA///wBQb+cr0AUAAeAhxDVUVJSAAAjn/PAAGlmbAICAAAAAAsoKGKNAIAmsnRfg==";

    private static final String SPLICE_OUT = "/DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhDVUVJAAABNWLbowo=";
    private static final String OPPORTUNITY_ENDS =
            "/DAvAAAAAAAA///wBQb+dGKQoAAZAhdDVUVJSAAAjn+fCAgAAAAALKChijUCAKnMZ1g=";
    private static final String SPLICE_CANCELLED = "0xFC3016000000000000FFFFF005054800008FFF00006B34583E";
    private static final String OPPORTUNITY_CANCELLED =
            "0xFC301D000000000000FFFFF001067F000B0209435545494800008EFFDCD927EF";
    private static final String HEARTBEAT = "0xFC3011000000000000FFFFF000000000761DD3B6";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-OATCLS-SCTE35:" + SPLICE_OUT,
                "#EXT-X-SPLICEPOINT-SCTE35:" + SPLICE_OUT,
                "#EXT-X-SCTE35:TYPE=0x05,CUE=\"" + SPLICE_OUT + "\"",
                "#EXT-X-SCTE35:CUE=\"" + SPLICE_OUT + "\",CUE-OUT=YES",
                "#EXT-X-DATERANGE:ID=\"1\",SCTE35-CMD=" + SPLICE_OUT,
                "#EXT-X-DATERANGE:ID=\"1\",SCTE35-OUT=" + SPLICE_OUT
            })
    void aMessageAlone_saysThatABreakStartsAndHowLongItIs(String tag) {
        assertThat(cues(playlist(0, tags(), tags(tag)))).singleElement().satisfies(cue -> {
            assertThat(cue.type()).isEqualTo(Cue.Type.OUT);
            assertThat(cue.at()).isEqualTo(START.plusMillis(6006));
            assertThat(cue.length()).isEqualTo(Duration.ofNanos(60_293_566_666L));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXT-OATCLS-SCTE35:",
                "#EXT-X-SPLICEPOINT-SCTE35:",
                "#EXT-X-SCTE35:CUE=",
                "#EXT-X-DATERANGE:ID=\"1\",SCTE35-CMD="
            })
    void segmentationMessages_beginAndEndABreak(String tag) {
        List<Cue> cues = cues(playlist(0, tags(tag + OPPORTUNITY), tags(), tags(tag + OPPORTUNITY_ENDS)));

        assertThat(cues).extracting(Cue::type).containsExactly(Cue.Type.OUT, Cue.Type.IN);
        assertThat(cues.get(0).length()).isEqualTo(Duration.ofSeconds(307));
        assertThat(cues.get(1).at()).isEqualTo(START.plusMillis(2 * 6006));
    }

    @Test
    void aMessageAboutSomethingElse_isNoCue() {
        assertThat(cues(playlist(0, tags("#EXT-X-SPLICEPOINT-SCTE35:" + HEARTBEAT))))
                .isEmpty();
    }

    @Test
    void aMessageThatCannotBeRead_isStillACue() {
        String unreadable = "#EXT-X-SPLICEPOINT-SCTE35:/DAAAAAA";

        assertThat(cues(playlist(0, tags(unreadable), tags(), tags(unreadable))))
                .extracting(Cue::type)
                .containsExactly(Cue.Type.OUT, Cue.Type.IN);
    }

    @Test
    void theTagsOwnWord_goesBeforeItsMessage() {
        assertThat(cues(playlist(0, tags("#EXT-X-SCTE35:CUE=\"" + OPPORTUNITY + "\",CUE-OUT=YES,DURATION=30.03"))))
                .singleElement()
                .satisfies(cue -> assertThat(cue.length()).isEqualTo(Duration.ofMillis(30_030)));
        assertThat(cues(playlist(0, tags("#EXT-X-CUE-OUT:20", "#EXT-OATCLS-SCTE35:" + SPLICE_OUT))))
                .singleElement()
                .satisfies(cue -> assertThat(cue.length()).isEqualTo(Duration.ofSeconds(20)));
    }

    @Test
    void whoJoinsInMidBreak_findsTheSameKeyByScte35() {
        String out = "#EXT-X-SCTE35:CUE=\"" + SPLICE_OUT + "\",CUE-OUT=YES";
        String continued = "#EXT-X-SCTE35:CUE=\"" + SPLICE_OUT + "\",CUE-OUT=CONT,ELAPSED=6.006";

        assertThat(cues(playlist(1, tags(continued), tags())))
                .isEqualTo(cues(playlist(0, tags(out), tags(continued))))
                .hasSize(1);
    }

    @Test
    void aBreakThatIsCancelledBeforeItStarts_neverStarts() {
        List<Cue> cues = cues(playlist(
                0,
                tags("#EXT-X-DATERANGE:ID=\"1\",START-DATE=\"2026-11-24T12:01:00Z\",SCTE35-OUT=" + OPPORTUNITY),
                tags("#EXT-X-DATERANGE:ID=\"2\",START-DATE=\"2026-11-24T12:00:07Z\",SCTE35-CMD="
                        + OPPORTUNITY_CANCELLED)));

        assertThat(cues).isEmpty();
    }

    @Test
    void aBreakThatIsCancelledWhileItRuns_isOver() {
        List<Cue> cues = cues(playlist(
                0,
                tags("#EXT-X-SPLICEPOINT-SCTE35:" + SPLICE_OUT),
                tags(),
                tags("#EXT-X-SPLICEPOINT-SCTE35:" + SPLICE_CANCELLED)));

        assertThat(cues).extracting(Cue::type).containsExactly(Cue.Type.OUT, Cue.Type.IN);
        assertThat(cues.get(1).at()).isEqualTo(START.plusMillis(2 * 6006));
    }

    @Test
    void anInterstitial_isABreakByItsDates() {
        assertThat(
                        cues(
                                playlist(
                                        0,
                                        tags(
                                                "#EXT-X-DATERANGE:ID=\"ad1\",CLASS=\"com.apple.hls.interstitial\",START-DATE=\"2026-11-24T12:00:06.006Z\","
                                                        + "DURATION=15.0,X-ASSET-URI=\"http://example.com/ad1.m3u8\",X-RESUME-OFFSET=0"))))
                .containsExactly(new Cue(
                        "range-ad1-2026-11-24T12:00:06.006Z",
                        Cue.Type.OUT,
                        START.plusMillis(6006),
                        Duration.ofSeconds(15)));
    }

    /** Whatever stands in the tags, in whatever order: no exception, and every cue out once. */
    @Property(tries = 1000)
    void anyTags_areReadWithoutAnException(@ForAll @Size(max = 12) List<@From("cueTags") String> tags) {
        List<Cue> cues = cues(playlist(0, tags.stream().map(tag -> tags(tag)).toArray(String[][]::new)));

        assertThat(cues.stream().filter(cue -> cue.type() == Cue.Type.OUT).map(Cue::key))
                .doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<String> cueTags() {
        Arbitrary<String> names = Arbitraries.of(
                "#EXT-X-CUE-OUT",
                "#EXT-X-CUE-OUT-CONT",
                "#EXT-X-CUE-IN",
                "#EXT-OATCLS-SCTE35",
                "#EXT-X-SCTE35",
                "#EXT-X-SPLICEPOINT-SCTE35",
                "#EXT-X-DATERANGE");
        Arbitrary<String> values = Arbitraries.oneOf(
                Arbitraries.of(
                        "",
                        "30",
                        "DURATION=30",
                        "4/30",
                        SPLICE_OUT,
                        OPPORTUNITY,
                        OPPORTUNITY_ENDS,
                        SPLICE_CANCELLED,
                        "CUE=" + SPLICE_OUT + ",CUE-OUT=CONT,ELAPSED=9",
                        "ID=\"1\",SCTE35-OUT=0xFC",
                        "ID=\"1\",SCTE35-CMD=" + OPPORTUNITY_CANCELLED,
                        "ID=\"1\",SCTE35-IN=0xFC,DURATION=3"),
                Arbitraries.strings().ofMaxLength(60));
        return Combinators.combine(names, values).as((name, value) -> name + ":" + value);
    }
}
