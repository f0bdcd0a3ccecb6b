package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each rule is broken on purpose: a checker that finds nothing proves nothing. */
class HlsConformanceTest {

    private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n";
    private static final String DATE = "#EXT-X-PROGRAM-DATE-TIME:2026-11-24T00:00:";

    private static String playlist(long sequence, long discontinuity, String segments) {
        return HEAD + "#EXT-X-MEDIA-SEQUENCE:" + sequence + "\n#EXT-X-DISCONTINUITY-SEQUENCE:" + discontinuity + "\n"
                + segments;
    }

    private static String segment(int second, String uri) {
        return DATE + String.format("%02d.000Z\n#EXTINF:2.000,\n", second) + uri + "\n";
    }

    private static final String FIRST =
            playlist(10, 0, segment(0, "a.ts") + segment(2, "b.ts") + "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts"));

    private static List<String> rules(String... bodies) {
        HlsConformance watch = new HlsConformance();
        return List.of(bodies).stream()
                .flatMap(body -> watch.next(body).stream())
                .map(HlsConformance.Violation::rule)
                .distinct()
                .toList();
    }

    @Test
    void conformance_findsNothingWhereAllIsWell() {
        assertThat(rules(
                        FIRST,
                        FIRST,
                        playlist(
                                11,
                                0,
                                segment(2, "b.ts") + "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts")
                                        + segment(6, "d.ts")),
                        playlist(
                                12,
                                0,
                                "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts") + segment(6, "d.ts")
                                        + segment(8, "e.ts")),
                        playlist(13, 1, segment(6, "d.ts") + segment(8, "e.ts"))))
                .isEmpty();
    }

    @Test
    void conformance_findsAnotherUriUnderTheSameNumber() {
        assertThat(rules(FIRST, playlist(11, 0, segment(2, "x.ts") + "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts"))))
                .containsExactly("6.2.1-M10");
    }

    @Test
    void conformance_findsASegmentThatWasTakenBack() {
        assertThat(rules(FIRST, playlist(10, 0, segment(0, "a.ts") + segment(2, "b.ts"))))
                .contains("6.2.1-M10");
    }

    @Test
    void conformance_findsAMissingDiscontinuitySequence() {
        assertThat(rules(FIRST, HEAD + "#EXT-X-MEDIA-SEQUENCE:12\n#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts")))
                .contains("6.2.2-M9");
        assertThat(rules(
                        FIRST,
                        playlist(12, 0, "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts") + segment(6, "d.ts")),
                        HEAD + "#EXT-X-MEDIA-SEQUENCE:13\n" + segment(6, "d.ts") + segment(8, "e.ts")))
                .contains("6.2.2-M9", "6.2.2-M10");
    }

    @Test
    void conformance_findsADiscontinuityNumberThatJumpsOrFalls() {
        assertThat(rules(FIRST, playlist(12, 1, "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts"))))
                .containsExactly("6.2.2-M10");
        assertThat(rules(FIRST, playlist(13, 5, segment(6, "d.ts")))).contains("6.2.2-M10");
        assertThat(rules(playlist(10, 4, segment(0, "a.ts")), playlist(11, 3, segment(2, "b.ts"))))
                .contains("6.2.2-M11");
    }

    @Test
    void conformance_findsADiscontinuityThatCameLater() {
        assertThat(rules(
                        FIRST,
                        playlist(
                                10,
                                0,
                                segment(0, "a.ts") + "#EXT-X-DISCONTINUITY\n" + segment(2, "b.ts")
                                        + "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts"))))
                .contains("6.2.2-M10");
    }

    @Test
    void conformance_findsAMediaSequenceThatFalls() {
        assertThat(rules(FIRST, playlist(2, 0, segment(6, "z.ts")))).contains("6.2.2-M3");
    }

    @Test
    void conformance_findsAMissingMediaSequence() {
        assertThat(rules(playlist(0, 0, segment(0, "a.ts")), playlist(1, 0, segment(2, "b.ts"))))
                .isEmpty();
        assertThat(rules(
                        playlist(0, 0, segment(0, "a.ts") + segment(2, "b.ts")),
                        HEAD + "#EXT-X-DISCONTINUITY-SEQUENCE:0\n" + segment(2, "b.ts")))
                .contains("6.2.1-M10");
    }

    @Test
    void conformance_findsASegmentLongerThanTheTargetDuration() {
        assertThat(rules(playlist(1, 0, "#EXTINF:2.4,\na.ts\n"))).isEmpty();
        assertThat(rules(playlist(1, 0, "#EXTINF:2.5,\na.ts\n"))).containsExactly("6.2.1-M1");
    }

    @Test
    void conformance_findsATargetDurationThatChanges() {
        assertThat(rules(FIRST, FIRST.replace("TARGETDURATION:2", "TARGETDURATION:3")))
                .containsExactly("6.2.1-M13");
    }

    @Test
    void conformance_findsAMissingDateAtADiscontinuity() {
        assertThat(rules(playlist(1, 0, segment(0, "a.ts") + "#EXT-X-DISCONTINUITY\n#EXTINF:2.0,\nb.ts\n")))
                .containsExactly("6.2.1-S6");
    }

    @Test
    void conformance_findsDatesThatGoBackwards() {
        assertThat(rules(playlist(1, 0, segment(4, "a.ts") + segment(2, "b.ts"))))
                .containsExactly("6.2.1-M14");
    }

    @Test
    void conformance_findsAPlaylistTypeInALivePlaylist() {
        assertThat(rules(FIRST.replace("#EXT-X-VERSION:3", "#EXT-X-PLAYLIST-TYPE:EVENT")))
                .containsExactly("6.2.2-M12");
    }

    @Test
    void conformance_findsSegmentsAfterTheEnd() {
        assertThat(rules(
                        FIRST + "#EXT-X-ENDLIST\n",
                        playlist(
                                11,
                                0,
                                segment(2, "b.ts") + "#EXT-X-DISCONTINUITY\n" + segment(4, "c.ts")
                                        + segment(6, "d.ts"))))
                .contains("6.2.1-M20");
    }

    @Test
    void conformance_findsRenditionsThatDisagree() {
        assertThat(HlsConformance.acrossRenditions(Map.of("v0", FIRST, "v1", FIRST)))
                .isEmpty();
        assertThat(HlsConformance.acrossRenditions(Map.of(
                        "v0",
                        FIRST,
                        "v1",
                        FIRST.replace("#EXT-X-DISCONTINUITY\n", "").replace("TARGETDURATION:2", "TARGETDURATION:3"))))
                .extracting(HlsConformance.Violation::rule)
                .contains("6.2.4-M2c", "6.2.4-M2d");
        assertThat(HlsConformance.acrossRenditions(Map.of("v0", FIRST, "v1", FIRST.replaceAll(DATE + ".*\n", ""))))
                .extracting(HlsConformance.Violation::rule)
                .contains("6.2.4-M2h");
    }
}
