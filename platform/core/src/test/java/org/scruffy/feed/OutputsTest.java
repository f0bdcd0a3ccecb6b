package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.feed.Segment;

/** Feeds in fragmented MP4, with sound and subtitles of their own, and encrypted ones. */
class OutputsTest {

    private static final Duration TWO = Duration.ofSeconds(2);
    private static final String KEY = "#EXT-X-KEY:METHOD=AES-128,URI=\"keys/1\"";

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

    private void fragmented() {
        air.fragmented = true;
        air.origin.extension = ".m4s";
        air.origin.heads.put("*", List.of("#EXT-X-MAP:URI=\"init.mp4\""));
        air.origin.heads.put("sound", List.of("#EXT-X-MAP:URI=\"sound/init.mp4\""));
    }

    private void demuxed() {
        air.demuxed = true;
        air.origin.media.add(
                "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,URI=\"sound.m3u8\"\n");
        air.origin.media.add(
                "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"text\",NAME=\"English\",LANGUAGE=\"en\",URI=\"text.m3u8\"\n");
        air.names = List.of("v0", "v1", "m0", "m1");
    }

    private Instant breakOf(int segments) {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR", segments), air.spot("RIVER", 10 - segments)));
        return at;
    }

    @Test
    void fragments_sayTheirInitialisationSectionAfterEverySplice() {
        fragmented();
        Instant at = breakOf(5);
        air.origin.tag(34, "#EXT-X-DISCONTINUITY");

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net", "HARBOR", "RIVER", "net");
        assertThat(bodyAt(at.minusSeconds(8))).containsPattern("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"http");
        String body = bodyAt(at.plusSeconds(12));
        assertThat(body)
                .contains("#EXT-X-VERSION:6")
                .containsSubsequence(
                        "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"../../spots/HARBOR/v720/init.mp4\"\n",
                        "#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"../../spots/RIVER/v720/init.mp4\"\n");
        assertThat(bodyAt(at.plusSeconds(24)))
                .containsPattern("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"http[^\"]*/init.mp4\"\n");
        assertThat(bodyAt(at.plusSeconds(36))).containsOnlyOnce("#EXT-X-MAP");
    }

    private String bodyAt(Instant at) {
        return air.published.get("v0").get((int)
                (Duration.between(Air.START.plusSeconds(60), at).toSeconds()));
    }

    @Test
    void subtitlesWithoutDates_areLeftOutAndTheSpotsAirAllTheSame() {
        demuxed();
        air.origin.undated.add("text");
        breakOf(5);

        air.start().run(70);

        assertThat(air.live.body("m1")).isEmpty();
        assertThat(air.live.body(LiveFeed.MASTER).orElseThrow().text()).doesNotContain("SUBTITLES");
        assertThat(air.segments("v0").get(40L).uri()).contains("/spots/HARBOR/");
        assertThat(air.live.status().origin()).contains("m1 lists subtitles without EXT-X-PROGRAM-DATE-TIME");
        air.isConformant();
    }

    @Test
    void soundAndSubtitles_goOnThroughTheBreak() {
        demuxed();
        Instant at = breakOf(5);

        air.start().run(70);

        air.isConformant();
        assertThat(air.live.body(LiveFeed.MASTER).orElseThrow().text())
                .contains("TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,URI=\"m0.m3u8\"")
                .contains("AUDIO=\"sound\",SUBTITLES=\"text\"\nv0.m3u8");
        TreeMap<Long, Segment> sound = air.segments("m0");
        TreeMap<Long, Segment> text = air.segments("m1");
        assertThat(sound.get(40L).uri()).isEqualTo("../../spots/HARBOR/sound/0.ts");
        assertThat(text.get(40L).uri()).isEqualTo("../../empty.vtt");
        assertThat(text.get(50L).uri()).endsWith("/text/50.vtt");
        for (String name : air.names) {
            assertThat(List.of(39L, 40L, 45L, 49L, 50L))
                    .as(name)
                    .extracting(sequence -> air.segments(name).get(sequence).discontinuity())
                    .containsExactly(0L, 1L, 2L, 2L, 3L);
        }
        assertThat(Duration.between(at, sound.get(40L).start()).abs()).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void subtitlesInText_goOnThroughABreakInFragments() {
        fragmented();
        demuxed();
        air.origin.heads.put("text", List.of());
        breakOf(5);

        air.start().run(70);

        air.isConformant();
        assertThat(air.live.body(LiveFeed.MASTER).orElseThrow().text()).contains("SUBTITLES=\"text\"\nv0.m3u8");
        TreeMap<Long, Segment> text = air.segments("m1");
        assertThat(text.keySet()).as("none is missing").contains(39L, 40L, 44L, 45L, 49L, 50L);
        assertThat(text.subMap(40L, 50L).values())
                .hasSize(10)
                .allMatch(segment -> segment.uri().equals("../../empty.vtt"));
        assertThat(text.get(50L).uri()).endsWith("/text/50.vtt");
        assertThat(air.published.get("m1")).noneMatch(body -> body.contains("EXT-X-MAP"));
        assertThat(air.segments("v0").get(40L).uri()).isEqualTo("../../spots/HARBOR/v720/0.m4s");
        assertThat(air.segments("m0").get(40L).uri()).isEqualTo("../../spots/HARBOR/sound/0.m4s");
        for (long sequence : List.of(39L, 40L, 45L, 49L, 50L)) {
            assertThat(text.get(sequence).discontinuity())
                    .isEqualTo(air.segments("v0").get(sequence).discontinuity());
        }
    }

    @Test
    void spots_areToldToPlayersWhileAnyOfTheirSegmentsIsListed() {
        Instant at = breakOf(5);

        air.start().run(70);

        air.isConformant();
        String harbor = "#EXT-X-DATERANGE:ID=\"spot-1-0\",CLASS=\"org.scruffy.spot\",START-DATE=\""
                + ProgramDateTime.write(at) + "\",PLANNED-DURATION=10.000000";
        assertThat(bodyAt(at.plusSeconds(4)))
                .contains(harbor + ",X-AD-ID=\"HARBOR\",X-TITLE=\"HARBOR\"\n")
                .doesNotContain("spot-1-1");
        assertThat(bodyAt(at.plusSeconds(14)))
                .containsSubsequence(harbor + ",DURATION=10.000000,X-AD-ID=\"HARBOR\"", "ID=\"spot-1-1\"");
        assertThat(bodyAt(at.plusSeconds(26)))
                .as("a while longer than its segments")
                .contains("spot-1-0", "spot-1-1");
        air.run(60);
        assertThat(air.live.body("v0").orElseThrow().text()).doesNotContain("DATERANGE");
    }

    @Test
    void spot_thatIsCutShortSaysHowLongItWas() {
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 3);
        air.breaks.add(Air.planned("7", at, 20, air.spot("HARBOR", 10)));

        air.start().run(70);

        air.isConformant();
        assertThat(bodyAt(at.plusSeconds(10))).contains("PLANNED-DURATION=20.000000,DURATION=6.000000");
    }

    @Test
    void tracking_saysWhichSpotsAreInTheWindowAndWhenTheirEventsFallDue() {
        Instant at = breakOf(5);
        air.start().run((int)
                Duration.between(air.clock.instant(), at.plusSeconds(15)).toSeconds());

        JsonObject tracking = Json.createReader(new StringReader(
                        air.live.body(LiveFeed.TRACKING).orElseThrow().text()))
                .readObject();
        JsonArray ads = tracking.getJsonArray("avails").getJsonObject(0).getJsonArray("ads");

        assertThat(ads).hasSize(2);
        JsonObject first = ads.getJsonObject(0);
        assertThat(first.getString("adId")).isEqualTo("HARBOR");
        assertThat(first.getJsonNumber("seconds").intValue()).isEqualTo(10);
        assertThat(first.getJsonArray("events")).hasSize(6);
        assertThat(first.getJsonArray("events").getJsonObject(3).getString("at"))
                .isEqualTo(at.plusSeconds(5).toString());
        assertThat(ads.getJsonObject(1).containsKey("seconds")).isFalse();
    }

    @Test
    void creative_ofAnotherFormIsLeftOutAndSaysWhy() {
        fragmented();
        demuxed();
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.fragmented = false;
        var notFragmented = air.spot("MPEGTS", 5);
        air.fragmented = true;
        air.demuxed = false;
        var notDemuxed = air.spot("MUXED", 5);
        air.breaks.add(Air.planned("7", at, 20, notFragmented, notDemuxed));

        air.start().run(70);

        air.isConformant();
        assertThat(air.story("v0")).containsExactly("net");
        assertThat(((MemoryRecords) air.records).avails.get(0).left())
                .contains("MPEGTS: NOT_CONDITIONED: the feed's segments are fragmented MP4, the creative's are not")
                .contains("MUXED: NOT_CONDITIONED: the feed has its sound by itself");
    }

    @Test
    void captionedSpot_isNotDeniedByTheMultivariantPlaylist() throws IOException {
        air.spot("HARBOR", 5);
        Path master = media.resolve("HARBOR/master.m3u8");
        Multivariant origin = Multivariant.read(
                        ("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=900000,CLOSED-CAPTIONS=NONE\nv.m3u8\n")
                                .getBytes(StandardCharsets.UTF_8))
                .value()
                .orElseThrow();

        assertThat(MasterPlaylist.text(origin, Set.of("v0"), spots())).contains("CLOSED-CAPTIONS=NONE");
        Files.writeString(
                master,
                Files.readString(master)
                        + "#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"c\",NAME=\"C\",INSTREAM-ID=\"CC1\"\n");
        assertThat(MasterPlaylist.text(origin, Set.of("v0"), spots()))
                .contains("BANDWIDTH")
                .doesNotContain("CLOSED-CAPTIONS");
    }

    private List<Presentation> spots() {
        return List.of(new Creatives(media).read("HARBOR").value().orElseThrow());
    }

    @Test
    void encryptedFeed_isInTheClearDuringSpotsAndSaysItsVectorAfterwards() {
        air.origin.heads.put("*", List.of(KEY));
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        air.breaks.add(Air.planned("7", at, 20, air.creative("ODDONE", Duration.ofSeconds(1), TWO, TWO, TWO)));

        air.start().run(80);

        air.isConformant();
        assertThat(bodyAt(at.plusSeconds(4)))
                .containsPattern("#EXT-X-KEY:METHOD=AES-128,URI=\"http://[^\"]*/keys/1\"\n")
                .contains("#EXT-X-DISCONTINUITY\n#EXT-X-KEY:METHOD=NONE\n");
        TreeMap<Long, Segment> segments = air.segments("v0");
        assertThat(Scope.of(segments.get(40L).tags()).keys()).isEmpty();
        Segment back = segments.get(44L);
        assertThat(back.uri()).endsWith("/hi/44.ts");
    }

    @Test
    void encryptedFeed_inOffsetMode() {
        air.origin.heads.put("*", List.of(KEY));
        Instant at = air.signalled(40, "#EXT-X-CUE-OUT:20", 10);
        Duration one = Duration.ofSeconds(1);
        air.breaks.add(
                Air.planned("7", at, 20, air.creative("SHORT", one, one, one, one, one, one, one, one, one, one)));

        air.start().run(80);

        air.isConformant();
        TreeMap<Long, Segment> segments = air.segments("v0");
        Segment back = segments.values().stream()
                .filter(segment -> segment.sequence() > 45 && segment.uri().contains("/hi/"))
                .findFirst()
                .orElseThrow();
        long origin = Long.parseLong(back.uri().replaceAll(".*/(\\d+)\\.ts", "$1"));
        assertThat(back.sequence()).isNotEqualTo(origin);
        assertThat(Scope.of(back.tags()).keys().get(0)).endsWith(String.format(",IV=0x%032X", origin));
    }

    @Test
    void delta_givesTheWholePlaylistTogetherWithTheOneBefore() {
        air.close();
        air = new Air(media, 40, TWO);
        fragmented();
        breakOf(5);
        air.start().run(30);
        int deltas = 0;
        for (int i = 0; i < 25; i++) {
            String before = body();
            air.run(2);
            String delta = air.live.delta("v0").map(Body::text).orElse("");
            deltas += delta.isEmpty() ? 0 : 1;
            String merged = delta.isEmpty() ? body() : merged(before, delta);
            assertThat(listed(merged)).isEqualTo(listed(body()));
            assertThat(merged.lines())
                    .containsAll(body().lines()
                            .filter(line -> line.startsWith("#EXT-X-DATERANGE"))
                            .toList());
        }

        air.isConformant();
        assertThat(deltas).isGreaterThan(10);
        assertThat(body())
                .contains("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=6.0,CAN-SKIP-UNTIL=12.000000\n");
        assertThat(air.live.delta("v0").orElseThrow().plain().length).isLessThan(body().length() / 2);
    }

    private String body() {
        return air.live.body("v0").orElseThrow().text();
    }

    private static List<String> listed(String body) {
        return PlaylistReaderTest.read(body).segments().stream()
                .map(segment -> segment.sequence() + " " + segment.discontinuity() + " " + segment.uri() + " "
                        + segment.start() + " " + segment.length() + " " + Scope.of(segment.tags()))
                .toList();
    }

    /** What a player makes of a delta update: of the segments it has those that are listed still, then the new ones. */
    private static String merged(String before, String delta) {
        int skipped = Integer.parseInt(delta.replaceAll("(?s).*SKIPPED-SEGMENTS=(\\d+).*", "$1"));
        long first = Long.parseLong(delta.replaceAll("(?s).*#EXT-X-MEDIA-SEQUENCE:(\\d+).*", "$1"));
        StringBuilder known = new StringBuilder();
        PlaylistReaderTest.read(before).segments().stream()
                .filter(segment -> segment.sequence() >= first && segment.sequence() < first + skipped)
                .forEach(segment -> {
                    segment.tags().forEach(tag -> known.append(tag).append('\n'));
                    known.append(segment.uri()).append('\n');
                });
        return delta.replaceFirst("#EXT-X-SKIP:.*\n", known.toString().replace("\\", "\\\\"));
    }
}
