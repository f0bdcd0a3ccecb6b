package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.feed.Segment;

/** The feed for players that put spots in by themselves, watched for the rules beside the stitched one. */
class InterstitialsTest {

    private static final Duration TWO = Duration.ofSeconds(2);

    @TempDir
    Path media;

    private Air air;
    private final Map<String, HlsConformance> watches = new TreeMap<>();
    private final List<HlsConformance.Violation> violations = new ArrayList<>();

    @BeforeEach
    void origin() {
        air = new Air(media, 6, TWO);
    }

    @AfterEach
    void close() {
        air.close();
    }

    private Instant breakOf(int backAfter) {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", backAfter);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR", 5), air.spot("RIVER", 5)));
        return at;
    }

    private Interstitial until(Instant end) {
        while (air.clock.instant().isBefore(end)) {
            air.poll();
            watch();
            air.clock.forward(Duration.ofSeconds(1));
        }
        return new Interstitial(text("v0"));
    }

    private void watch() {
        Map<String, String> now = new TreeMap<>();
        for (String name : List.of("v0", "v1")) {
            now.put(name, text(name));
            violations.addAll(
                    watches.computeIfAbsent(name, key -> new HlsConformance()).next(text(name)));
        }
        violations.addAll(HlsConformance.acrossRenditions(now));
    }

    private String text(String name) {
        return air.live.body(Interstitials.FOLDER + name).orElseThrow().text();
    }

    /** What a playlist says of its avail, empty where it says nothing. */
    private record Interstitial(String playlist) {

        Attributes attributes() {
            return playlist.lines()
                    .filter(line -> line.startsWith("#EXT-X-DATERANGE:"))
                    .map(line -> Attributes.of(line.substring(line.indexOf(':') + 1)))
                    .findFirst()
                    .orElse(Attributes.of(""));
        }
    }

    @Test
    void networkPassesWithItsOwnNumbers_andTheAvailIsToldFromItsDecisionUntilAWhileAfterItsEnd() {
        Instant at = breakOf(10);
        air.start();

        assertThat(until(at.plusSeconds(1)).attributes().values()).isEmpty();
        Attributes open = until(at.plusSeconds(4)).attributes();
        assertThat(open.text("CLASS")).isEqualTo("com.apple.hls.interstitial");
        assertThat(open.text("START-DATE")).isEqualTo(ProgramDateTime.write(at));
        assertThat(open.text("PLANNED-DURATION")).isEqualTo("20.000000");
        assertThat(open.text("X-ASSET-LIST")).isEqualTo("1.json");
        assertThat(open.has("DURATION")).isFalse();
        Attributes over = until(at.plusSeconds(26)).attributes();
        assertThat(over.text("DURATION")).isEqualTo("20.000000");
        assertThat(over.text("X-RESUME-OFFSET")).isEqualTo("20.000000");
        assertThat(until(at.plusSeconds(110)).attributes().values()).isEmpty();

        assertThat(violations).isEmpty();
        air.isConformant();
        for (Segment segment : PlaylistReaderTest.read(text("v0")).segments()) {
            assertThat(segment.uri()).endsWith("/hi/" + segment.sequence() + ".ts");
            assertThat(segment.discontinuity()).isZero();
        }
    }

    @Test
    void earlyReturn_limitsWhatPlays_andChangesNothingThatWasSaid() {
        Instant at = breakOf(3);
        air.start();
        Attributes open = until(at.plusSeconds(4)).attributes();

        Attributes over = until(at.plusSeconds(14)).attributes();

        assertThat(over.values()).containsAllEntriesOf(open.values());
        assertThat(over.text("X-PLAYOUT-LIMIT")).isEqualTo("6.000000");
        assertThat(over.text("X-RESUME-OFFSET")).isEqualTo("6.000000");
        assertThat(violations).isEmpty();
    }

    @Test
    void assets_areTheSpotsOfThePodInEveryRendition_andNeverChange() {
        Instant at = breakOf(10);
        air.start();
        until(at.plusSeconds(4));

        JsonObject list = Json.createReader(new StringReader(text("1"))).readObject();
        assertThat(list.getJsonArray("ASSETS").getValuesAs(JsonObject.class))
                .extracting(asset -> asset.getString("URI") + " " + asset.getJsonNumber("DURATION"))
                .containsExactly("1-0/master.m3u8 10.000000", "1-1/master.m3u8 10.000000");
        assertThat(text("1-0/master")).contains("v0.m3u8", "v1.m3u8");
        String spot = text("1-1/v1");
        assertThat(spot)
                .startsWith(
                        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:2.000000,\n"
                                + "../../../../spots/RIVER/v360/0.ts\n")
                .endsWith("../../../../spots/RIVER/v360/4.ts\n#EXT-X-ENDLIST\n");
        assertThat(new HlsConformance().next(spot)).isEmpty();

        Body before = air.live.body("interstitials/1-1/v1").orElseThrow();
        until(at.plusSeconds(40));
        assertThat(air.live.body("interstitials/1-1/v1")).containsSame(before);
        air.start();
        until(at.plusSeconds(45));
        assertThat(text("1-1/v1")).as("after a restart").isEqualTo(spot);
    }

    @Test
    void fragmentedSpots_sayTheirInitialisationSection() {
        air.fragmented = true;
        air.origin.extension = ".m4s";
        air.origin.heads.put("*", List.of("#EXT-X-MAP:URI=\"init.mp4\""));
        Instant at = breakOf(10);
        air.start();
        until(at.plusSeconds(4));

        assertThat(text("1-0/v0"))
                .contains("#EXT-X-VERSION:6\n")
                .containsOnlyOnce("#EXT-X-MAP:URI=\"../../../../spots/HARBOR/v720/init.mp4\"\n");
        assertThat(new HlsConformance().next(text("1-0/v0"))).isEmpty();
        assertThat(violations).isEmpty();
    }
}
