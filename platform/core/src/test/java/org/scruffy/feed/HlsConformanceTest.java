package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
                // most of these bodies are as short as can be
                .filter(violation -> violation.rule() != HlsRule.LONG_ENOUGH)
                .map(violation -> violation.rule().id())
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
        assertThat(rules(FIRST.replace("#EXT-X-VERSION:3", "#EXT-X-VERSION:3\n#EXT-X-PLAYLIST-TYPE:EVENT")))
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
                .extracting(violation -> violation.rule().id())
                .contains("6.2.4-M2c", "6.2.4-M2d");
        assertThat(HlsConformance.acrossRenditions(Map.of("v0", FIRST, "v1", FIRST.replaceAll(DATE + ".*\n", ""))))
                .extracting(violation -> violation.rule().id())
                .contains("6.2.4-M2h");
    }

    private static String dated(int second, String tags, String uri) {
        return tags + segment(second, uri);
    }

    @Test
    void conformance_findsAPlaylistThatBecameTooShort() {
        HlsConformance watch = new HlsConformance();
        String enough =
                playlist(10, 0, segment(0, "a.ts") + segment(2, "b.ts") + segment(4, "c.ts") + segment(6, "d.ts"));

        assertThat(watch.next(enough)).isEmpty();
        assertThat(watch.next(playlist(12, 0, segment(4, "c.ts") + segment(6, "d.ts"))))
                .extracting(violation -> violation.rule().id())
                .containsExactly("6.2.2-M6");
    }

    @Test
    void conformance_findsAVersionThatIsTooHigh() {
        assertThat(rules(FIRST.replace("EXT-X-VERSION:3", "EXT-X-VERSION:7"))).containsExactly("6.2.1-S5");
        assertThat(rules(FIRST.replace("EXT-X-VERSION:3", "EXT-X-VERSION:6")
                        .replace("#EXT-X-DISCONTINUITY\n", "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"i\"\n")))
                .isEmpty();
    }

    @Test
    void conformance_findsAMapThatIsNotSaidAgain() {
        String mapped = playlist(
                        10,
                        0,
                        "#EXT-X-MAP:URI=\"i\"\n" + segment(0, "a.m4s") + "#EXT-X-DISCONTINUITY\n" + segment(2, "b.m4s"))
                .replace("EXT-X-VERSION:3", "EXT-X-VERSION:6");
        assertThat(rules(mapped)).containsExactly("4.4.4.5");
        assertThat(rules(mapped.replace("#EXT-X-DISCONTINUITY\n", "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"i\"\n")))
                .isEmpty();
    }

    @Test
    void conformance_findsKeysThatAreNotWhole() {
        assertThat(rules(playlist(10, 0, dated(0, "#EXT-X-KEY:METHOD=AES-128\n", "a.ts"))))
                .containsExactly("6.2.3-M1");
        String under = "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n";
        assertThat(rules(
                        playlist(10, 0, dated(0, under, "a.ts") + segment(2, "b.ts")),
                        playlist(11, 0, segment(2, "b.ts") + segment(4, "c.ts"))))
                .containsExactly("6.2.3-M5");
    }

    @Test
    void conformance_findsARangeThatIsGoneTooSoon() {
        String range = "#EXT-X-DATERANGE:ID=\"r\",START-DATE=\"2026-11-24T00:00:01.000Z\",DURATION=4\n";
        assertThat(rules(
                        playlist(10, 0, dated(0, range, "a.ts") + segment(2, "b.ts")),
                        playlist(11, 0, segment(2, "b.ts") + segment(4, "c.ts"))))
                .containsExactly("6.2.1-M17");
        assertThat(rules(
                        playlist(10, 0, dated(0, range, "a.ts") + segment(2, "b.ts")),
                        playlist(11, 0, dated(2, range, "b.ts") + segment(4, "c.ts")),
                        playlist(13, 0, segment(6, "d.ts"))))
                .isEmpty();
    }

    @Test
    void conformance_findsARangeThatIsAnotherOrHasNoEnd() {
        String range = "#EXT-X-DATERANGE:ID=\"r\",START-DATE=\"2026-11-24T00:00:00.000Z\",PLANNED-DURATION=2\n";
        assertThat(rules(
                        playlist(10, 0, dated(0, range, "a.ts")),
                        playlist(10, 0, dated(0, range.replace("00:00.000", "00:01.000"), "a.ts"))))
                .containsExactly("6.2.1-M18");
        StringBuilder later = new StringBuilder(range);
        for (int i = 0; i < 6; i++) {
            later.append(segment(2 * i, i + ".ts"));
        }
        assertThat(rules(playlist(10, 0, range + segment(0, "0.ts")), playlist(10, 0, later.toString())))
                .containsExactly("6.2.1-S7");
        assertThat(rules(playlist(10, 0, "#EXT-X-DATERANGE:ID=\"r\"\n" + segment(0, "a.ts"))))
                .containsExactly("4.4.5.1");
    }

    @Test
    void conformance_findsARangeWithinOneThatHadItsEnd() {
        String one = "#EXT-X-DATERANGE:ID=\"1\",CLASS=\"c\",START-DATE=\"2026-11-24T00:00:00.000Z\",END-ON-NEXT=YES\n";
        String last = one.replace("ID=\"1\"", "ID=\"3\"").replace("00:00.000", "00:04.000");
        String within = one.replace("ID=\"1\"", "ID=\"2\"").replace("00:00.000", "00:02.000");
        String segments = segment(0, "a.ts") + segment(2, "b.ts") + segment(4, "c.ts");
        String before = playlist(10, 0, one + last + segments);

        assertThat(rules(before, playlist(10, 0, one + last + within + segments)))
                .containsExactly("6.2.1-M19");
        assertThat(rules(before, playlist(10, 0, one + last + within.replace("\"c\"", "\"d\"") + segments)))
                .isEmpty();
        assertThat(rules(playlist(10, 0, one + segments), playlist(10, 0, one + last + segments)))
                .isEmpty();
    }

    @Test
    void conformance_findsTwoHintsOfAType() {
        String hints = "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"p\"\n";
        assertThat(rules(FIRST + hints)).isEmpty();
        assertThat(rules(FIRST + hints + hints)).containsExactly("6.2.6-S6");
    }

    @Test
    void conformance_findsAnEventThatShrinks() {
        String event = FIRST.replace("#EXT-X-VERSION:3", "#EXT-X-PLAYLIST-TYPE:EVENT");
        assertThat(rules(event, event.replace(segment(0, "a.ts"), "").replace("SEQUENCE:10", "SEQUENCE:11")))
                .contains("6.2.1-M12");
    }

    @Test
    void conformance_findsThatNothingNewComes() {
        HlsConformance watch = new HlsConformance();
        Instant at = Instant.parse("2026-11-24T00:00:00Z");

        assertThat(watch.next(FIRST, at)).isEmpty();
        assertThat(watch.next(FIRST, at.plusSeconds(3))).isEmpty();
        assertThat(watch.next(FIRST, at.plusMillis(3001)))
                .extracting(violation -> violation.rule().id())
                .containsExactly("6.2.1-M21");
    }

    @Test
    void conformance_findsRenditionsWithOtherContentRangesTypesAndControl() {
        String range = "#EXT-X-DATERANGE:ID=\"r\",START-DATE=\"2026-11-24T00:00:00.000Z\",DURATION=2\n";
        Map<String, String> bodies = Map.of(
                "v0",
                FIRST + range,
                "v1",
                playlist(13, 1, segment(8, "e.ts"))
                                .replace(
                                        "#EXT-X-VERSION:3",
                                        "#EXT-X-SERVER-CONTROL:CAN-SKIP-UNTIL=12\n#EXT-X-PLAYLIST-TYPE:EVENT")
                        + range.replace("DURATION=2", "DURATION=4"));

        assertThat(HlsConformance.acrossRenditions(bodies))
                .extracting(violation -> violation.rule().id())
                .contains("6.2.4-M2e", "6.2.4-M2f", "6.2.4-M2i", "6.2.4-M2j");
    }

    private static final String LOW = HEAD.replace(
                    "#EXT-X-VERSION:3\n",
                    "#EXT-X-VERSION:3\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=6,PART-HOLD-BACK=3\n"
                            + "#EXT-X-PART-INF:PART-TARGET=1.0\n")
            + "#EXT-X-MEDIA-SEQUENCE:10\n#EXT-X-DISCONTINUITY-SEQUENCE:0\n";

    private static String part(String uri) {
        return "#EXT-X-PART:DURATION=1.0,URI=\"" + uri + "\"\n";
    }

    private static final String PARTED =
            LOW + segment(0, "a.ts") + part("b.0.ts") + part("b.1.ts") + segment(2, "b.ts") + part("c.0.ts");

    @Test
    void conformance_findsNothingWrongWithPartsThatGrowAndGo() {
        assertThat(rules(
                        PARTED,
                        PARTED + part("c.1.ts"),
                        PARTED + part("c.1.ts") + segment(4, "c.ts") + part("d.0.ts"),
                        LOW + segment(0, "a.ts") + segment(2, "b.ts") + segment(4, "c.ts") + part("d.0.ts")))
                .isEmpty();
    }

    @Test
    void conformance_findsAPartThatIsAnotherOrWasTakenBack() {
        assertThat(rules(PARTED, PARTED.replace("b.1.ts", "x.1.ts"))).containsExactly("6.2.1-M10");
        assertThat(rules(PARTED + part("c.1.ts"), PARTED)).containsExactly("6.2.1-M10");
    }

    @Test
    void conformance_findsPartsThatAreTooLongOrDoNotMakeTheirSegment() {
        assertThat(rules(PARTED.replace("PART-TARGET=1.0", "PART-TARGET=0.9"))).contains("4.4.4.9");
        assertThat(rules(PARTED.replace(part("b.1.ts"), ""))).containsExactly("6.2.1-M4");
    }

    @Test
    void conformance_findsPlayersThatAreNotHeldBackEnough() {
        assertThat(rules(PARTED.replace("PART-HOLD-BACK=3", "PART-HOLD-BACK=2.9")))
                .containsExactly("4.4.3.8");
        assertThat(rules(PARTED.replace(",HOLD-BACK=6", ",HOLD-BACK=5"))).containsExactly("4.4.3.8");
    }

    @Test
    void conformance_findsPartsThatAreTooOld() {
        String later = segment(4, "c.ts") + segment(6, "d.ts") + segment(8, "e.ts");
        assertThat(rules(PARTED.replace(part("c.0.ts"), "") + later)).isEmpty();
        assertThat(rules(PARTED.replace(part("c.0.ts"), "") + later + part("f.0.ts")))
                .containsExactly("6.2.2-S1");
    }

    @Test
    void conformance_findsThatNoNewPartComes() {
        HlsConformance watch = new HlsConformance();
        Instant at = Instant.parse("2026-11-24T00:00:00Z");

        assertThat(watch.next(PARTED, at)).isEmpty();
        assertThat(watch.next(PARTED, at.plusMillis(2000))).isEmpty();
        assertThat(watch.next(PARTED, at.plusMillis(2001)))
                .extracting(violation -> violation.rule().id())
                .containsExactly("6.2.1-M23");
        assertThat(watch.next(PARTED + part("c.1.ts"), at.plusMillis(2002))).isEmpty();
    }

    @Test
    void conformance_findsMediaThatIsMissing() {
        assertThat(rules(playlist(10, 0, segment(0, "a.ts") + segment(4, "b.ts"))))
                .containsExactly("6.2.1-S2");
        assertThat(rules(playlist(10, 0, segment(0, "a.ts") + "#EXT-X-DISCONTINUITY\n" + segment(4, "b.ts"))))
                .isEmpty();
    }

    @Test
    void everyRuleThatBodiesShow_isBrokenHere() throws Exception {
        String test = "";
        for (Class<?> here : List.of(HlsConformanceTest.class, HlsMediaTest.class)) {
            test += Files.readString(Path.of("src/test/java/org/scruffy/feed/" + here.getSimpleName() + ".java"));
        }
        for (HlsRule rule : HlsRule.values()) {
            if (rule.seen() != HlsRule.Seen.HTTP && rule != HlsRule.URI_IN_ORDER && rule != HlsRule.SEQUENCE_TAG) {
                assertThat(test).as(rule.words()).contains('"' + rule.id() + '"');
            }
        }
    }
}
