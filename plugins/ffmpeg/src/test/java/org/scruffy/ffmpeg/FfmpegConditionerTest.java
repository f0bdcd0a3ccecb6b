package org.scruffy.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.ffmpeg.process.Ffmpeg;
import org.scruffy.spi.feed.Booked;
import org.scruffy.spi.feed.Conditioned;
import org.scruffy.spi.feed.Conditioned.Copy;
import org.scruffy.spi.feed.Conditioned.Finding;
import org.scruffy.spi.feed.Conditioned.Finding.Kind;
import org.scruffy.spi.feed.Conditioned.Refusal;
import org.scruffy.spi.feed.ConditioningWatch;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;
import org.scruffy.spi.feed.Probe;

/** With the real ffmpeg: films that stand off the ladder become copies on it, and files that are none are refused in words. */
class FfmpegConditionerTest {

    private static final FrameRate NTSC = new FrameRate(30_000, 1001);
    private static final FrameRate THIRTY = new FrameRate(30, 1);
    private static final Ladder.Sound STEREO = new Ladder.Sound(48_000, 2, 96_000);

    @TempDir
    static Path folder;

    private static FfmpegConditioner conditioner;
    private static Films films;
    private static int copies;

    @BeforeAll
    static void unpack() throws IOException {
        conditioner = new FfmpegConditioner(folder);
        films = new Films(Ffmpeg.unpack(folder), Files.createDirectories(folder.resolve("films")));
    }

    private static Ladder ladder(Container container, boolean demuxed, FrameRate rate, int segmentFrames) {
        return new Ladder(
                container,
                demuxed,
                STEREO,
                List.of(
                        new Rung(640, 360, rate, segmentFrames, "avc1.4d401e", 900_000),
                        new Rung(320, 180, rate, segmentFrames, "avc1.42c015", 400_000)));
    }

    private record Made(Path folder, Conditioned conditioned) {

        Copy copy() {
            assertThat(conditioned).isInstanceOf(Copy.class);
            return (Copy) conditioned;
        }

        String refusal() {
            assertThat(conditioned).isInstanceOf(Refusal.class);
            return ((Refusal) conditioned).reason();
        }

        String findings(Kind kind) {
            return copy().findings().stream()
                    .filter(finding -> finding.kind() == kind)
                    .map(Finding::words)
                    .reduce("", String::concat);
        }

        String text(String file) throws IOException {
            return Files.readString(folder.resolve(file));
        }
    }

    private static Made condition(Path source, long millis, Ladder ladder) throws IOException, InterruptedException {
        return condition(source, booked(millis), ladder);
    }

    private static Made condition(Path source, Booked booked, Ladder ladder) throws IOException, InterruptedException {
        Path copy = Files.createDirectories(folder.resolve("copy-" + copies++));
        return new Made(copy, conditioner.condition(source, booked, ladder, copy, ConditioningWatch.NOBODY));
    }

    private static Booked booked(long millis) {
        return new Booked(Duration.ofMillis(millis), Duration.ofSeconds(1));
    }

    private static void loud(Copy copy) {
        assertThat(copy.loudness().after().orElseThrow()).isCloseTo(-24, within(0.5));
        assertThat(copy.loudness().peak().orElseThrow()).isLessThan(-1.5);
    }

    /** Every segment by itself: so many frames, a key frame first and no other, none out of order. */
    private static void onTheGrid(Made made, String rendition, int... frames) throws IOException, InterruptedException {
        for (int i = 0; i < frames.length; i++) {
            List<String> packets = films.packets(segment(made, rendition, i), "v");
            assertThat(packets).as(rendition + " segment " + i).hasSize(frames[i]);
            assertThat(packets.get(0)).contains("K");
            assertThat(packets.subList(1, frames[i])).noneMatch(packet -> packet.contains("K"));
            assertThat(packets)
                    .allSatisfy(packet -> assertThat(packet.split(",")[0]).isEqualTo(packet.split(",")[1]));
        }
    }

    private static Path segment(Made made, String rendition, int index) throws IOException {
        Path renditions = made.folder().resolve(rendition);
        Path ts = renditions.resolve(String.format("%03d.ts", index));
        return Files.exists(ts)
                ? ts
                : films.playable(renditions.resolve("init.mp4"), renditions.resolve(String.format("%03d.m4s", index)));
    }

    /** HD at 25 frames a second with 44.1 kHz, much too loud, onto NTSC in MPEG-TS. */
    @Test
    void hdAt25_becomesATransportStreamOnTheGrid() throws Exception {
        Path film = films.film(
                "hd.mov",
                "1920x1080",
                "25",
                10,
                Films.tone(44_100, 10, "stereo", 0.8),
                "-c:v",
                "mpeg4",
                "-b:v",
                "6M",
                "-c:a",
                "pcm_s16le");
        Made made = condition(film, 10_000, ladder(Container.MPEG_TS, false, NTSC, 60));
        assertThat(made.copy().length()).isEqualTo(Duration.ofMillis(10_010));
        onTheGrid(made, "v0", 60, 60, 60, 60, 60);
        onTheGrid(made, "v1", 60, 60, 60, 60, 60);
        loud(made.copy());
        assertThat(made.copy().loudness().before().orElseThrow()).isGreaterThan(-12);
        assertThat(made.copy().files()).hasSize(13).contains("master.m3u8", "v0.m3u8", "v1/004.ts");
        assertThat(made.text("master.m3u8"))
                .contains("RESOLUTION=640x360,FRAME-RATE=29.970,CODECS=\"avc1.4d401e,mp4a.40.2\"", "avc1.42c0");
        assertThat(made.text("master.m3u8"))
                .contains("CLOSED-CAPTIONS=NONE\nv0.m3u8\n")
                .doesNotContain("EXT-X-MEDIA");
        assertThat(made.text("v0.m3u8"))
                .contains("#EXT-X-TARGETDURATION:2\n", "#EXTINF:2.002000,\nv0/004.ts\n#EXT-X-ENDLIST")
                .doesNotContain("EXT-X-MAP");
        assertThat(made.findings(Kind.CAPTIONS)).isEqualTo("The file has no closed captions.");
        assertThat(made.findings(Kind.LOUDNESS)).contains("LKFS; the copy is at -2");
        Probe probe = conditioner.probe(made.folder().resolve("v0/002.ts"));
        assertThat(probe.picture().orElseThrow().rate()).isEqualTo(NTSC);
        assertThat(probe.sound().orElseThrow().rate()).isEqualTo(48_000);
        assertThat(probe.format()).isEqualTo("mpegts");
    }

    /** SD with square pixels no longer, one channel, a little quiet, onto 30 frames in fragmented MP4, with a shorter last segment. */
    @Test
    void sdInMono_becomesFragmentedMp4OnTheGrid() throws Exception {
        Path film = films.film(
                "sd.mxf.mkv",
                "720x480",
                "30000/1001",
                5.005,
                Films.tone(48_000, 5.005, "mono", 0.02),
                "-vf",
                "setsar=8/9",
                "-c:v",
                "mpeg2video",
                "-b:v",
                "4M",
                "-bf",
                "2",
                "-c:a",
                "ac3");
        Made made = condition(film, 5_000, ladder(Container.FMP4, false, THIRTY, 60));
        assertThat(made.copy().length()).isEqualTo(Duration.ofSeconds(5));
        onTheGrid(made, "v0", 60, 60, 30);
        onTheGrid(made, "v1", 60, 60, 30);
        loud(made.copy());
        assertThat(made.text("v1.m3u8"))
                .contains("#EXT-X-VERSION:6", "#EXT-X-MAP:URI=\"v1/init.mp4\"\n", "#EXTINF:1.000000,\nv1/002.m4s\n");
        assertThat(inBand(made.folder().resolve("v0/001.m4s")))
                .as("parameter sets stand in the segment")
                .isTrue();
        assertThat(films.packets(segment(made, "v0", 1), "a")).hasSizeBetween(93, 95);
    }

    /** Whether the first sample of a fragment starts with a sequence parameter set. */
    private static boolean inBand(Path fragment) throws IOException {
        byte[] bytes = Files.readAllBytes(fragment);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return (bytes[text.indexOf("mdat") + 8] & 31) == 7;
    }

    /** A still with silence, with the sound in a playlist of its own. */
    @Test
    void stillWithSilence_isDemuxedWithoutSlivers() throws Exception {
        Path film = films.made(
                "still.mp4",
                List.of("-f", "lavfi", "-i", "color=c=black:s=640x480:r=24:d=6", "-f", "lavfi", "-i", "anullsrc=d=6"),
                "-c:v",
                "mpeg4",
                "-c:a",
                "aac");
        Made made = condition(film, 6_000, ladder(Container.MPEG_TS, true, NTSC, 88));
        onTheGrid(made, "v0", 88, 46, 46);
        assertThat(made.text("a0.m3u8").lines().filter(line -> line.startsWith("#EXTINF")))
                .containsExactlyElementsOf(made.text("v0.m3u8")
                        .lines()
                        .filter(line -> line.startsWith("#EXTINF"))
                        .toList())
                .hasSize(3);
        assertThat(made.folder().resolve("a0")).isDirectoryContaining(file -> file.endsWith("002.ts"));
        assertThat(Files.list(made.folder().resolve("a0")).count()).isEqualTo(3);
        assertThat(made.text("master.m3u8"))
                .contains("TYPE=AUDIO,GROUP-ID=\"sound\"", "URI=\"a0.m3u8\"", "AUDIO=\"sound\"");
        assertThat(films.packets(made.folder().resolve("v0/000.ts"), "a")).isEmpty();
        assertThat(made.findings(Kind.BLACK)).isEqualTo("The picture is black from beginning to end.");
        assertThat(made.findings(Kind.SILENCE)).isEqualTo("The sound is silent from beginning to end.");
        assertThat(made.copy().loudness().after()).isEmpty();
    }

    @Test
    void fragmentedSoundOfItsOwn_isCutWhereThePicturesAre() throws Exception {
        Path film = films.film(
                "short.mp4", "320x180", "30", 4, Films.tone(48_000, 4, "stereo", 0.1), "-c:v", "mpeg4", "-c:a", "aac");
        Made made = condition(film, 4_000, ladder(Container.FMP4, true, THIRTY, 60));
        onTheGrid(made, "v0", 60, 60);
        assertThat(made.text("a0.m3u8")).contains("#EXT-X-MAP:URI=\"a0/init.mp4\"", "a0/001.m4s\n#EXT-X-ENDLIST");
        loud(made.copy());
    }

    /** Half a second of 29.97 frames is 14 frames, and 23 of AAC: the last of a segment is what is left. */
    @Test
    void partsOfTheFeed_becomeFragments() throws Exception {
        Path film = films.film(
                "parts.mp4", "320x180", "30", 4, Films.tone(48_000, 4, "stereo", 0.1), "-c:v", "mpeg4", "-c:a", "aac");
        Ladder whole = ladder(Container.FMP4, true, NTSC, 60);
        Ladder parted = new Ladder(Container.FMP4, true, STEREO, Duration.ofMillis(500), whole.rungs());

        Made made = condition(film, 4_000, parted);
        onTheGrid(made, "v0", 60, 60);
        for (int i = 0; i < 2; i++) {
            assertThat(films.samples(made.folder().resolve("v0/00" + i + ".m4s")))
                    .containsExactly(14, 14, 14, 14, 4);
            assertThat(films.samples(made.folder().resolve("a0/00" + i + ".m4s")))
                    .startsWith(23, 23, 23, 23)
                    .hasSize(5);
        }
        assertThat(films.samples(condition(film, 4_000, whole).folder().resolve("v0/000.m4s")))
                .containsExactly(60);
        Made together = condition(
                film, 4_000, new Ladder(Container.FMP4, false, STEREO, Duration.ofMillis(501), whole.rungs()));
        assertThat(films.samples(together.folder().resolve("v1/001.m4s"))).containsExactly(15, 15, 15, 15);
    }

    /** Captions that somebody else's encoder put into MPEG-2, as broadcast files have them, at another rate than the feed's. */
    @Test
    void captionsInThePictures_areInEveryRendition() throws Exception {
        Path film = films.captioned("captions.mpg", "25");
        for (Container container : Container.values()) {
            Made made = condition(film, 5_000, ladder(container, false, NTSC, 60));
            onTheGrid(made, "v0", 60, 60, 30);
            for (String rendition : List.of("v0", "v1")) {
                assertThat(films.words(films.whole(made.folder().resolve(rendition))))
                        .as(container + " " + rendition)
                        .containsExactly("Hello", "world");
            }
            assertThat(made.text("master.m3u8"))
                    .contains("TYPE=CLOSED-CAPTIONS,GROUP-ID=\"captions\"", "CLOSED-CAPTIONS=\"captions\"\nv1.m3u8\n");
            assertThat(made.findings(Kind.CAPTIONS))
                    .isEqualTo("The file has closed captions (608/708); the copy carries them.");
        }
    }

    @Test
    void captionsInATrackOfTheirOwn_goIntoThePictures_atTwoRates() throws Exception {
        Path film = films.captionTrack("track.mov");
        Ladder ladder = new Ladder(
                Container.MPEG_TS,
                true,
                STEREO,
                List.of(
                        new Rung(640, 360, new FrameRate(60_000, 1001), 120, "avc1.4d401f", 900_000),
                        new Rung(320, 180, NTSC, 60, "avc1.42c015", 400_000)));
        Made made = condition(film, 5_000, ladder);
        assertThat(films.words(films.whole(made.folder().resolve("v0")))).containsExactly("Hello", "world");
        assertThat(films.words(films.whole(made.folder().resolve("v1")))).containsExactly("Hello", "world");
    }

    @Test
    void fileWithoutSound_getsSilence() throws Exception {
        Path film =
                films.made("mute.mp4", List.of("-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=3.4"), "-c:v", "mpeg4");
        Made made = condition(film, 4_000, ladder(Container.MPEG_TS, false, THIRTY, 60));
        onTheGrid(made, "v0", 60, 60);
        assertThat(films.packets(made.folder().resolve("v0/001.ts"), "a")).isNotEmpty();
        assertThat(made.findings(Kind.SILENCE)).isEqualTo("The file has no sound: silence was added.");
        assertThat(made.findings(Kind.LENGTH)).isEqualTo("The file ends 0.6 s early: its last picture is held.");
    }

    @Test
    void soundThatEndsEarly_isFound() throws Exception {
        Path film = films.film(
                "early.mp4", "320x180", "30", 6, Films.tone(48_000, 2, "stereo", 0.1), "-c:v", "mpeg4", "-c:a", "aac");
        Made made = condition(film, 6_000, ladder(Container.MPEG_TS, false, THIRTY, 60));
        loud(made.copy());
        assertThat(made.findings(Kind.SILENCE))
                .matches("The sound is silent for [34]\\.?\\d* s from [12]\\.?\\d* s\\.");
    }

    @Test
    void eightK_isScaledDown() throws Exception {
        Path film = films.film(
                "8k.mp4",
                "7680x4320",
                "5",
                1,
                Films.tone(48_000, 1, "stereo", 0.1),
                "-c:v",
                "mjpeg",
                "-q:v",
                "20",
                "-c:a",
                "aac");
        Made made = condition(film, 1_000, ladder(Container.MPEG_TS, false, THIRTY, 60));
        onTheGrid(made, "v0", 30);
        assertThat(made.findings(Kind.PICTURE))
                .isEqualTo("The picture was scaled down from 7680x4320 to at most 640x360.");
    }

    @Test
    void notAVideo_isRefusedByWhatIsInIt() throws Exception {
        Ladder ladder = ladder(Container.MPEG_TS, false, NTSC, 60);
        assertThat(condition(written("text.mp4", "Dear traffic department,\nhere is our spot."), 5_000, ladder)
                        .refusal())
                .startsWith("This is a text, not a video.");
        assertThat(condition(written("spot.mp4", "%PDF-1.7\n\u00e2\u00e3\u00cf\u00d3\n1 0 obj"), 5_000, ladder)
                        .refusal())
                .startsWith("This is a PDF document, not a video.");
        assertThat(condition(written("empty.mp4", ""), 5_000, ladder).refusal()).isEqualTo("The file is empty.");
        assertThat(condition(written("noise.mp4", "\u0000\u0001\u0002\u00ff\u00fe".repeat(900)), 5_000, ladder)
                        .refusal())
                .startsWith("This is not a video that can be read.");
        Path tone = films.made("tone.mp4", List.of("-f", "lavfi", "-i", "sine=d=5"), "-c:a", "aac");
        assertThat(condition(tone, 5_000, ladder).refusal()).isEqualTo("The file has sound but no pictures.");
    }

    /** A playlist would make ffmpeg read whatever it names. */
    @Test
    void playlist_readsNothingElse() throws Exception {
        Path secret = films.film("secret.ts", "320x180", "30", 5, "sine=d=5", "-c:v", "mpeg2video", "-c:a", "aac");
        Ladder ladder = ladder(Container.MPEG_TS, false, NTSC, 60);
        String hls = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n" + secret + "\n#EXT-X-ENDLIST\n";
        assertThat(condition(written("list.m3u8", hls), 5_000, ladder).refusal())
                .startsWith("This is a playlist");
        String list = "ffconcat version 1.0\nfile '" + secret + "'\n";
        assertThat(condition(written("list.txt", list), 5_000, ladder).refusal())
                .startsWith("This is a playlist");
    }

    @Test
    void wrongName_doesNotMatter() throws Exception {
        Path film = films.film("right.mkv", "320x180", "30", 2, "sine=d=2", "-c:v", "mpeg4", "-c:a", "aac");
        Path renamed = Files.move(film, film.resolveSibling("wrong.jpg"));
        Made made = condition(renamed, 2_000, ladder(Container.MPEG_TS, false, THIRTY, 60));
        onTheGrid(made, "v0", 60);
    }

    @Test
    void brokenTransfer_isToldFromAWholeFile() throws Exception {
        Ladder ladder = ladder(Container.MPEG_TS, false, THIRTY, 60);
        String tone = Films.tone(48_000, 6, "stereo", 0.1);
        Path last = films.film("last.mp4", "320x180", "30", 6, tone, "-c:v", "mpeg4", "-c:a", "aac");
        assertThat(condition(films.cut(last, "no-moov.mp4", 0.6), 6_000, ladder).refusal())
                .isEqualTo(
                        "The file is incomplete: its index is missing, as it is when a transfer breaks off. Send it again.");
        Path first = films.film(
                "first.mp4", "320x180", "30", 6, tone, "-c:v", "mpeg4", "-c:a", "aac", "-movflags", "faststart");
        assertThat(condition(films.cut(first, "half.mp4", 0.5), 6_000, ladder).refusal())
                .matches(
                        "The file is incomplete: it should last 6 s, its pictures end after [23]\\.\\d+ s. Send it again.");
    }

    @Test
    void fourHours_areRefusedAtOnce() throws Exception {
        Path film = films.made(
                "long.mkv",
                List.of("-f", "lavfi", "-i", "color=s=64x64:r=1/10:d=14400"),
                "-c:v",
                "mpeg4",
                "-b:v",
                "1k");
        long before = System.nanoTime();
        assertThat(condition(film, 30_000, ladder(Container.MPEG_TS, false, NTSC, 60))
                        .refusal())
                .isEqualTo("The file lasts 4 h 0 min, the creative is booked with 30 s."
                        + " Send the right file, or correct the length of the creative.");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void tolerance_isTheStations() throws Exception {
        Path film = films.film("off.mp4", "320x180", "30", 4, "sine=d=4", "-c:v", "mpeg4", "-c:a", "aac");
        Ladder ladder = ladder(Container.MPEG_TS, false, THIRTY, 60);
        Duration length = Duration.ofSeconds(2);
        Made made = condition(film, new Booked(length, Duration.ofMillis(2_500)), ladder);
        onTheGrid(made, "v0", 60);
        assertThat(made.findings(Kind.LENGTH)).isEqualTo("The file is 2 s too long: its end is cut.");
        assertThat(condition(film, new Booked(length, Duration.ofMillis(1_500)), ladder)
                        .refusal())
                .startsWith("The file lasts 4 s, the creative is booked with 2 s.");
        assertThat(condition(film, new Booked(Duration.ofMillis(4_100), Duration.ZERO), ladder)
                        .refusal())
                .startsWith("The file lasts 4 s, the creative is booked with 4.1 s.");
    }

    @Test
    void watch_seesProgressAndStopsIt() throws Exception {
        Path film = films.film("watched.mp4", "640x360", "30", 8, "sine=d=8", "-c:v", "mpeg4", "-c:a", "aac");
        List<Double> seen = new ArrayList<>();
        ConditioningWatch impatient = new ConditioningWatch() {
            @Override
            public void progress(double done, String step) {
                seen.add(done);
            }

            @Override
            public boolean cancelled() {
                return seen.stream().anyMatch(done -> done > 0.3);
            }
        };
        Path copy = Files.createDirectories(folder.resolve("stopped"));
        assertThatThrownBy(() -> conditioner.condition(
                        film, booked(8_000), ladder(Container.MPEG_TS, false, THIRTY, 60), copy, impatient))
                .isInstanceOf(CancellationException.class);
        assertThat(seen).isSorted().first().isEqualTo(0.0);
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    /** The kernel's own full disk. */
    @Test
    void fullDisk_isSaid() throws Exception {
        Path film = films.film("full.mp4", "320x180", "30", 2, "sine=d=2", "-c:v", "mpeg4", "-c:a", "aac");
        Path copy = Files.createDirectories(folder.resolve("full/v0"));
        Files.createSymbolicLink(copy.resolve("000.ts"), Path.of("/dev/full"));
        assertThatThrownBy(() -> conditioner.condition(
                        film,
                        booked(2_000),
                        ladder(Container.MPEG_TS, false, THIRTY, 60),
                        copy.getParent(),
                        ConditioningWatch.NOBODY))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("The disk is full");
    }

    private static Path written(String name, String content) throws IOException {
        return Files.write(folder.resolve("films").resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
