package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin with parts, stitched: half a second after a picture is there, players have it, spots' pictures too. */
class LowLatencyTest {

    private static final Duration PART = Duration.ofMillis(500);

    @TempDir
    private Path media;

    private Air air;

    @BeforeEach
    void sign() {
        air = new Air(media, 8, Duration.ofSeconds(2));
        air.origin.part = PART;
        air.framed = true;
    }

    @AfterEach
    void stop() {
        air.close();
    }

    private void run(int seconds) {
        air.run(Duration.ofSeconds(seconds), Duration.ofMillis(250));
    }

    private static HlsBody read(String body) {
        return HlsBody.read(body).value().orElseThrow();
    }

    /** Every part ever listed, by its segment. */
    private Map<Long, List<Attributes>> parts(String rendition) {
        Map<Long, List<Attributes>> parts = new TreeMap<>();
        air.published
                .get(rendition)
                .forEach(body -> read(body)
                        .parts()
                        .forEach((sequence, listed) -> parts.merge(
                                sequence, listed, (one, other) -> one.size() > other.size() ? one : other)));
        return parts;
    }

    @Test
    void feed_listsThePartsOfTheNetwork_withTheirOwnAddresses() {
        air.start();
        run(10);

        String body = air.live.body("v0").orElseThrow().text();
        assertThat(body)
                .contains(
                        "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=6.0,PART-HOLD-BACK=1.500000\n",
                        "#EXT-X-PART-INF:PART-TARGET=0.500000\n",
                        "#EXT-X-PART:DURATION=0.500000,URI=\""
                                + air.origin.address().resolve("/hi/"),
                        "BYTERANGE=\"1000@1000\"",
                        "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\""
                                + air.origin.address().resolve("/hi/"),
                        "#EXT-X-RENDITION-REPORT:URI=\"v1.m3u8\",LAST-MSN=");
        air.isConformant();
    }

    @Test
    void feed_isAtMostAPartBehindItsOrigin() {
        air.start();
        run(10);
        air.poll();

        LiveEdge edge = air.live.body("v0").orElseThrow().edge();
        assertThat(edge.sequence()).isEqualTo(air.origin.newest());
        Duration begun = Duration.between(air.origin.start(edge.sequence() + 1), air.clock.instant());
        assertThat(edge.begun()).isEqualTo((int) begun.dividedBy(PART));
    }

    @Test
    void aBreak_isListedInParts_atBothEdgesAndWithin() {
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:8", 4);
        air.breaks.add(Air.planned("b", start, 8, air.spot("acme", 4)));
        air.start();
        run(60);

        assertThat(air.story("v0")).containsExactly("net", "acme", "net");
        air.isConformant();
        Map<Long, List<Attributes>> parts = parts("v0");
        for (long sequence = 31; sequence < 45; sequence++) {
            assertThat(parts.get(sequence)).as("parts of %s", sequence).hasSize(4);
        }
        assertThat(parts.get(35L).get(0).text("URI")).isEqualTo("../../spots/acme/v720/0.ts");
        assertThat(parts.get(35L).get(0).text("BYTERANGE")).endsWith("@0");
        assertThat(parts.get(34L).get(3).text("URI")).contains("/hi/34.ts");
        assertThat(parts.get(39L).get(0).text("URI")).contains("/hi/39.ts");
        assertThat(air.published.get("v0"))
                .as("the spot's first part before the rest of it")
                .anyMatch(body -> read(body).last().sequence() == 34
                        && read(body).parts().getOrDefault(35L, List.of()).size() == 1
                        && body.contains("#EXT-X-DISCONTINUITY\n"));
        assertThat(air.published.get("v0"))
                .as("a hint at a spot's part")
                .anyMatch(
                        body -> body.contains("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"../../spots/acme/v720/0.ts\",BYTE"));
    }

    @Test
    void hints_areRightOrAbsentWhereNothingReturnsEarly() {
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:8", 4);
        air.breaks.add(Air.planned("b", start, 8, air.spot("acme", 4)));
        air.start();
        run(60);

        List<String> wrong = new ArrayList<>();
        List<String> bodies = air.published.get("v0");
        for (int i = 0; i < bodies.size(); i++) {
            String hint = hinted(bodies.get(i));
            boolean came = hint.isEmpty()
                    || i + 8 > bodies.size()
                    || bodies.subList(i, i + 8).stream()
                            .anyMatch(body -> partsIn(body).contains(hint));
            if (!came) {
                wrong.add(hint);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String hinted(String body) {
        return body.lines()
                .filter(line -> line.startsWith("#EXT-X-PRELOAD-HINT:"))
                .map(line -> Attributes.of(line.substring(line.indexOf(':') + 1)))
                .map(hint -> hint.text("URI") + '@' + hint.text("BYTERANGE-START"))
                .findFirst()
                .orElse("");
    }

    private static List<String> partsIn(String body) {
        return read(body).parts().values().stream()
                .flatMap(List::stream)
                .map(part -> part.text("URI") + '@' + part.text("BYTERANGE").split("@")[1])
                .toList();
    }

    @Test
    void anEarlyReturn_completesTheSegmentThatHasBegun_andWithdrawsTheHint() {
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:12", 3);
        air.breaks.add(Air.planned("b", start, 12, air.spot("acme", 6)));
        air.start();
        run(60);

        air.isConformant();
        assertThat(air.segments("v0").get(37L).uri()).contains("/spots/");
        assertThat(air.segments("v0").get(39L).uri()).contains("/hi/");
        assertThat(parts("v0").get(39L)).hasSize(4);
    }

    @Test
    void aCueThatComesAfterTheFirstPartsOfItsSegment_changesNothingThatIsListed() {
        air.breaks.add(Air.planned("b", air.origin.start(35), 8, air.spot("acme", 3)));
        air.start();
        while (air.origin.newest() < 34) {
            run(1);
        }
        run(1);
        air.origin.tag(35, "#EXT-X-CUE-OUT:8");
        run(30);

        air.isConformant();
        assertThat(air.segments("v0").get(35L).uri()).contains("/hi/35.ts");
        assertThat(air.segments("v0").get(36L).uri()).contains("/spots/acme/");
    }

    @Test
    void aRestartWithinASpotsSegment_goesOnWhereViewersAre() {
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:8", 4);
        air.breaks.add(Air.planned("b", start, 8, air.spot("acme", 4)));
        air.start();
        air.run(Duration.ofMillis(15_250 - 250), Duration.ofMillis(250));
        air.start();
        run(40);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "acme", "net");
    }

    @Test
    void aSpotWithoutPlacesToCut_isListedWhole() {
        air.framed = false;
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:8", 4);
        air.breaks.add(Air.planned("b", start, 8, air.spot("acme", 4)));
        air.start();
        run(60);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "acme", "net");
        assertThat(parts("v0")).doesNotContainKeys(35L, 38L).containsKeys(34L, 39L);
        assertThat(lateParts("v0")).isNotEmpty();
    }

    @Test
    void aBreakInFragments_isListedInPartsAndTheirPlacesInTheFile() {
        air.fragmented = true;
        air.origin.extension = ".m4s";
        air.origin.heads.put("*", List.of("#EXT-X-MAP:URI=\"init.mp4\""));
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:8", 4);
        air.breaks.add(Air.planned("b", start, 8, air.spot("acme", 4)));
        air.start();
        run(60);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "acme", "net");
        List<Attributes> spot = parts("v0").get(36L);
        assertThat(spot).hasSize(5);
        assertThat(spot).allMatch(part -> part.text("URI").equals("../../spots/acme/v720/1.m4s"));
        assertThat(spot.get(0).text("INDEPENDENT")).isEqualTo("YES");
        assertThat(spot.get(1).has("INDEPENDENT")).isFalse();
        long after = 0;
        for (Attributes part : spot) {
            String[] range = part.text("BYTERANGE").split("@");
            assertThat(Long.parseLong(range[1])).isEqualTo(after);
            after += Long.parseLong(range[0]);
        }
        assertThat(media.resolve("acme/v720/1.m4s")).hasSize(after);
        assertThat(lateParts("v0")).isEmpty();
    }

    /** What a poller finds of parts that did not come within their time. */
    private List<HlsConformance.Violation> lateParts(String rendition) {
        HlsParts watch = new HlsParts();
        List<HlsConformance.Violation> late = new ArrayList<>();
        Instant at = Air.START;
        for (String body : air.published.get(rendition)) {
            watch.inTime(read(body), at, late);
            at = at.plusMillis(250);
        }
        return late;
    }

    @Test
    void subtitlesGoOnWithoutParts_andSoundHasItsOwn() {
        air.demuxed = true;
        air.origin.media.add("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"S\",URI=\"sound.m3u8\"\n");
        air.origin.media.add("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"text\",NAME=\"T\",URI=\"text.m3u8\"\n");
        air.names = List.of("v0", "v1", "m0", "m1");
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:8", 4);
        air.breaks.add(Air.planned("b", start, 8, air.spot("acme", 4)));
        air.start();
        run(60);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "acme", "net");
        assertThat(parts("m0").get(36L)).hasSize(4);
        assertThat(parts("m1")).isEmpty();
    }

    @Test
    void follower_readsPartsLikeAReaderThatStartsAnew() {
        PlaylistFollower follower = new PlaylistFollower();
        for (int i = 0; i < 60; i++) {
            byte[] body = air.origin.playlist("hi").getBytes(StandardCharsets.UTF_8);
            follower.read(body, "http://origin/hi.m3u8");
            PlaylistFollower anew = new PlaylistFollower();
            anew.read(body, "http://origin/hi.m3u8");
            assertThat(follower.lowLatency()).isEqualTo(anew.lowLatency());
            air.clock.forward(Duration.ofMillis(250));
        }
        assertThat(follower.lowLatency().parts()).isNotEmpty();
        assertThat(follower.lowLatency().next("http://origin/hi.m3u8?a=b", 90))
                .isEqualTo("http://origin/hi.m3u8?a=b&_HLS_msn=91&_HLS_part=0");
    }

    @Test
    void twoNodes_listTheSamePartsByteForByte() {
        Instant start = air.signalled(35, "#EXT-X-CUE-OUT:8", 4);
        air.breaks.add(Air.planned("b", start, 8, air.spot("acme", 4)));
        air.start();
        LiveFeed other = air.another();
        List<String> differ = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            air.poll();
            other.planned(air.breaks);
            other.poll();
            String one = air.live.body("v0").orElseThrow().text();
            if (!one.equals(other.body("v0").orElseThrow().text())) {
                differ.add(one);
            }
            air.clock.forward(Duration.ofMillis(250));
        }
        assertThat(differ).isEqualTo(Collections.emptyList());
    }
}
