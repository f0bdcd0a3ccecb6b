package org.scruffy.cues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
}
