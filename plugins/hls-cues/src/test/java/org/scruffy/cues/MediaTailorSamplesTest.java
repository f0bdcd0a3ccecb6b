package org.scruffy.cues;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.feed.PlaylistReader;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** What the user guide of AWS Elemental MediaTailor shows, and reads, as ad markers of HLS origins. */
class MediaTailorSamplesTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    /** The guide's sample carries no dates: it gets some here. */
    private static MediaPlaylist origin() throws IOException {
        try (InputStream in = MediaTailorSamplesTest.class.getResourceAsStream("/mediatailor/origin.m3u8")) {
            MediaPlaylist undated =
                    PlaylistReader.media(in.readAllBytes()).value().orElseThrow();
            return dated(undated.segments());
        }
    }

    private static MediaPlaylist dated(List<Segment> segments) {
        List<Segment> dated = new ArrayList<>();
        Instant at = START;
        for (Segment segment : segments) {
            dated.add(new Segment(segment.sequence(), 0, segment.uri(), at, segment.length(), segment.tags()));
            at = at.plus(segment.length());
        }
        return new MediaPlaylist(7, true, false, dated);
    }

    private static MediaPlaylist tagged(String... tags) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < tags.length; i++) {
            List<String> lines = tags[i].isEmpty() ? List.of() : List.of(tags[i]);
            segments.add(new Segment(i, 0, i + ".ts", START, Duration.ofSeconds(20), lines));
        }
        return dated(segments);
    }

    private static List<Cue> cues(MediaPlaylist playlist) {
        return new HlsCues().cues(playlist);
    }

    @Test
    void originSample_isOneBreakOf20SecondsBetweenItsSplitSegments() throws IOException {
        assertThat(cues(origin()))
                .extracting(Cue::type, Cue::at, Cue::length)
                .containsExactly(
                        Tuple.tuple(Cue.Type.OUT, START.plusMillis(17_384), Duration.ofMillis(20_020)),
                        Tuple.tuple(Cue.Type.IN, START.plusMillis(37_404), Duration.ZERO));
    }

    @Test
    void originSample_hasOneKeyWhereverItIsJoined() throws IOException {
        List<Segment> segments = origin().segments();
        String key = cues(origin()).get(0).key();

        for (int first = 3; first <= 7; first++) {
            MediaPlaylist joined = new MediaPlaylist(7, true, false, segments.subList(first, segments.size()));
            assertThat(cues(joined).get(0).key()).isEqualTo(key);
        }
        assertThat(cues(new MediaPlaylist(7, true, false, segments.subList(8, segments.size()))))
                .extracting(Cue::type)
                .containsExactly(Cue.Type.IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#EXT-X-CUE-OUT:DURATION=120", "#EXT-X-CUE-OUT:30.000", "#EXT-X-CUE-OUT"})
    void cueOutSamples_areCuesOutAndIn(String out) {
        assertThat(cues(tagged("", out, "", "#EXT-X-CUE-IN")))
                .extracting(Cue::type, Cue::at)
                .containsExactly(
                        Tuple.tuple(Cue.Type.OUT, START.plusSeconds(20)),
                        Tuple.tuple(Cue.Type.IN, START.plusSeconds(60)));
    }

    /** As the guide prints them: with a date that is none, and so without one. */
    private static final String RANGE = "#EXT-X-DATERANGE:ID=\"splice-6FFFFFF0\",START-DATE=\"2019-01T00:15:00Z\\\",";

    @Test
    void rangeWithItsDuration_isABreakOfThatLength() {
        assertThat(cues(tagged("", RANGE + "DURATION=60.000,SCTE35-OUT=0xF")))
                .extracting(Cue::type, Cue::at, Cue::length)
                .containsExactly(Tuple.tuple(Cue.Type.OUT, START.plusSeconds(20), Duration.ofSeconds(60)));
    }

    @Test
    void pairedRanges_areABreakThatEndsWhereTheSecondStands() {
        assertThat(cues(tagged("", RANGE + "SCTE35-OUT=0xF", "", RANGE + "SCTE35-IN=0xF")))
                .extracting(Cue::type, Cue::at, Cue::length)
                .containsExactly(
                        Tuple.tuple(Cue.Type.OUT, START.plusSeconds(20), Duration.ZERO),
                        Tuple.tuple(Cue.Type.IN, START.plusSeconds(60), Duration.ZERO));
    }

    /** The host ends a break at its length or at the cue back in, whichever is first: so both must be told. */
    @Test
    void pairedRangesWithADuration_tellBothEndsAndTheEarliestWins() {
        assertThat(cues(tagged("", RANGE + "DURATION=60.000,SCTE35-OUT=0xF", "", RANGE + "SCTE35-IN=0xF")))
                .extracting(Cue::type, Cue::at, Cue::length)
                .containsExactly(
                        Tuple.tuple(Cue.Type.OUT, START.plusSeconds(20), Duration.ofSeconds(60)),
                        Tuple.tuple(Cue.Type.IN, START.plusSeconds(60), Duration.ZERO));
    }

    @Test
    void splicePointSamples_areCuesOutAndIn() {
        String out = "/DA9AAAAAAAAAP/wBQb+uYbZqwAnAiVDVUVJAAAKqX//AAEjW4AMEU1EU05CMDAxMTMyMjE5M19ONAAAmXz5JA==";
        String in = "/DA4AAAAAAAAAP/wBQb+tTeaawAiAiBDVUVJAAAKqH+/DBFNRFNOQjAwMTEzMjIxOTJfTjUAAIiGK1s=";

        assertThat(cues(tagged("#EXT-X-SPLICEPOINT-SCTE35:" + out, "", "#EXT-X-SPLICEPOINT-SCTE35:" + in)))
                .extracting(Cue::type, Cue::at)
                .containsExactly(Tuple.tuple(Cue.Type.OUT, START), Tuple.tuple(Cue.Type.IN, START.plusSeconds(40)));
    }
}
