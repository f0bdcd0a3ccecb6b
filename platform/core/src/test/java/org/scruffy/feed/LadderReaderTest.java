package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.Silence;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;
import org.scruffy.spi.feed.Probe;
import org.scruffy.spi.schedule.Feed;

/** Ladders over HTTP. What is in a segment is written on it: width, height, rate and format. */
class LadderReaderTest {

    private static final FrameRate NTSC = new FrameRate(30_000, 1001);
    private static final String SEGMENTS =
            "#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:0.634,\n0.ts\n#EXTINF:3.003,\n1.ts\n"
                    + "#EXTINF:3.003,\n2.ts\n#EXTINF:3.003,\n3.ts\n";

    @TempDir
    Path work;

    private FilesOverHttp origin;
    private final List<String> probed = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        origin = new FilesOverHttp();
        origin.put("/2.ts", "1280 720 30000/1001 mpegts");
    }

    @AfterEach
    void close() {
        origin.close();
    }

    private Reading<Ladder> read(String master) {
        origin.put("/master.m3u8", "#EXTM3U\n" + master);
        URI address = URI.create(origin.address("/master.m3u8"));
        Feed feed = new Feed("main", "Main", Feed.Kind.MAIN, ZoneOffset.UTC, address, Feed.BreakSignal.CUES);
        Reading<Ladder> reading =
                new LadderReader(FilesOverHttp.fetcher(), new Silence()).read(feed, work, this::probe);
        assertThat(work).isEmptyDirectory();
        return reading;
    }

    private Reading<Probe> probe(Path file) {
        try {
            String text = Files.readString(file);
            probed.add(text);
            String[] words = text.split(" ");
            Optional<Probe.Sound> sound = Optional.of(new Probe.Sound("aac", 48_000, 2, 95_000));
            if (words[0].equals("sound")) {
                return Reading.of(new Probe(words[1], Duration.ZERO, Optional.empty(), sound));
            }
            String[] rate = words[2].split("/");
            FrameRate frames = new FrameRate(Integer.parseInt(rate[0]), Integer.parseInt(rate[1]));
            Probe.Picture picture = new Probe.Picture(
                    "h264", "avc1.4d401f", Integer.parseInt(words[0]), Integer.parseInt(words[1]), frames);
            return Reading.of(new Probe(words[3], Duration.ZERO, Optional.of(picture), sound));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ladder_isReadFromThePlaylistAndOneSegment() {
        origin.put("/a.m3u8", SEGMENTS);
        Ladder ladder = read("""
                        #EXT-X-STREAM-INF:BANDWIDTH=1800000,RESOLUTION=1280x720,FRAME-RATE=59.940,CODECS="avc1.640020,mp4a.40.2"
                        a.m3u8
                        #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,FRAME-RATE=29.970,CODECS="mp4a.40.2,avc1.4D401E"
                        b.m3u8
                        #EXT-X-STREAM-INF:BANDWIDTH=100000,CODECS="mp4a.40.2"
                        sound.m3u8
                        """).value().orElseThrow();
        assertThat(ladder)
                .isEqualTo(new Ladder(
                        Container.MPEG_TS,
                        false,
                        new Ladder.Sound(48_000, 2, 128_000),
                        List.of(
                                new Rung(1280, 720, new FrameRate(60_000, 1001), 180, "avc1.640020", 1_800_000),
                                new Rung(640, 360, NTSC, 90, "avc1.4d401e", 800_000))));
        assertThat(probed).hasSize(1);
    }

    @Test
    void fragmentedFeed_isLookedIntoBehindItsInitialization_andSoundByItself() {
        origin.put("/v/v.m3u8", SEGMENTS.replace("#EXTINF:0.634,", "#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:0.634,"));
        origin.put("/v/init.mp4", "640 360 25/1 ");
        origin.put("/v/2.ts", "mov");
        origin.put("/a.m3u8", SEGMENTS);
        origin.put("/2.ts", "sound mov");
        Ladder ladder = read("""
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="A",URI="a.m3u8"
                        #EXT-X-STREAM-INF:BANDWIDTH=900000,AUDIO="a"
                        v/v.m3u8
                        """).value().orElseThrow();
        assertThat(ladder.container()).isEqualTo(Container.FMP4);
        assertThat(ladder.demuxed()).isTrue();
        assertThat(ladder.rungs())
                .containsExactly(new Rung(640, 360, new FrameRate(25, 1), 75, "avc1.4d401f", 900_000));
        assertThat(ladder.part()).isZero();
        assertThat(probed).containsExactly("640 360 25/1 mov", "sound mov");
    }

    @Test
    void partsOfTheFeed_areThoseOfItsLadderInFragmentsOnly() {
        String parted = SEGMENTS.replace("#EXTINF:0.634,", "#EXT-X-PART-INF:PART-TARGET=0.50050\n#EXTINF:0.634,");
        origin.put("/ts.m3u8", parted);
        origin.put("/f.m3u8", parted.replace("#EXT-X-PART-INF", "#EXT-X-MAP:URI=\"init.mp4\"\n#EXT-X-PART-INF"));
        origin.put("/init.mp4", "640 360 25/1 mov ");

        assertThat(read("#EXT-X-STREAM-INF:BANDWIDTH=900000\nf.m3u8\n")
                        .value()
                        .orElseThrow()
                        .part())
                .isEqualTo(Duration.ofNanos(500_500_000));
        origin.put("/2.ts", "640 360 25/1 mpegts");
        assertThat(read("#EXT-X-STREAM-INF:BANDWIDTH=900000\nts.m3u8\n")
                        .value()
                        .orElseThrow()
                        .part())
                .isZero();
    }

    @Test
    void whatCannotBeRead_isSaid() {
        assertThat(read("#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"hvc1.1.6.L93.B0\"\nx.m3u8\n")
                        .refusal())
                .isEqualTo("No variant of the feed has H.264 pictures, and no others can be made.");
        assertThat(read("#EXT-X-STREAM-INF:BANDWIDTH=900000\nnone.m3u8\n").refusal())
                .isEqualTo("The origin answers 404.");
        origin.put(
                "/e.m3u8", SEGMENTS.replace("#EXTINF:0.634,", "#EXT-X-KEY:METHOD=AES-128,URI=\"k\"\n#EXTINF:0.634,"));
        assertThat(read("#EXT-X-STREAM-INF:BANDWIDTH=900000\ne.m3u8\n").refusal())
                .startsWith("The feed is encrypted");
        origin.put("/f.m3u8", SEGMENTS.replace("\n2.ts", "\nfile:///etc/passwd"));
        assertThat(read("#EXT-X-STREAM-INF:BANDWIDTH=900000\nf.m3u8\n").refusal())
                .contains("file:///etc/passwd");
    }
}
