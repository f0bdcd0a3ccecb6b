package org.scruffy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.ffmpeg.process.Ffmpeg;

/** With the real ffmpeg: one spot of 15 seconds is made and measured. */
class StudioTest {

    @TempDir
    static Path folder;

    private static Ffmpeg ffmpeg;
    private static Clip clip;
    private static Path spot;

    @BeforeAll
    static void make() throws Exception {
        ffmpeg = Ffmpeg.unpack(folder);
        clip = Clip.of(Messages.kidsId());
        spot = folder.resolve("media/KSCF15ID002");
        new Studio(ffmpeg, folder.resolve("a 'work', folder")).make(clip, spot);
    }

    private static List<String> probe(String... arguments) throws IOException, InterruptedException {
        return ffmpeg.run("ffprobe", folder, List.of(arguments))
                .lines()
                .filter(line -> !line.isBlank())
                .distinct()
                .toList();
    }

    @Test
    void everySegment_is90FramesWithOneKeyFrameFirstAndNoneReordered() throws Exception {
        for (String rendition : Studio.RENDITIONS) {
            assertThat(count(spot.resolve(rendition))).isEqualTo(5);
            for (int i = 0; i < 5; i++) {
                String segment =
                        spot.resolve(rendition).resolve(Studio.segment(i)).toString();
                List<String> packets = ffmpeg.run(
                                "ffprobe",
                                folder,
                                List.of(
                                        "-v",
                                        "error",
                                        "-select_streams",
                                        "v",
                                        "-show_entries",
                                        "packet=pts,dts,flags",
                                        "-of",
                                        "csv=p=0",
                                        segment))
                        .lines()
                        .filter(line -> line.contains("_"))
                        .toList();
                assertThat(packets).hasSize(90).allSatisfy(StudioTest::assertNotReordered);
                assertThat(packets.get(0)).contains("K");
                assertThat(packets.subList(1, 90)).noneMatch(packet -> packet.contains("K"));
                assertThat(packets.get(0)).startsWith(OriginPlaylist.FIRST_PTS + i * SegmentGrid.MILLIS * 90 + ",");
            }
        }
    }

    private static void assertNotReordered(String packet) {
        String[] fields = packet.split(",");
        assertThat(fields[0]).isEqualTo(fields[1]);
    }

    private static long count(Path segments) throws IOException {
        try (var files = Files.list(segments)) {
            return files.count();
        }
    }

    @Test
    void streams_areWhatTheMasterSays() throws Exception {
        assertThat(probe(
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=profile,level,width,height,has_b_frames,r_frame_rate",
                        "-of",
                        "csv=p=0",
                        spot.resolve("v720/000.ts").toString()))
                .containsExactly("Main,1280,720,0,31,30000/1001");
        assertThat(probe(
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=profile,level,width,height,has_b_frames,r_frame_rate",
                        "-of",
                        "csv=p=0",
                        spot.resolve("v360/000.ts").toString()))
                .containsExactly("Main,640,360,0,30,30000/1001");
        assertThat(probe(
                        "-v",
                        "error",
                        "-select_streams",
                        "a",
                        "-show_entries",
                        "stream=codec_name,sample_rate,channels",
                        "-of",
                        "csv=p=0",
                        spot.resolve("v360/000.ts").toString()))
                .containsExactly("aac,48000,2");
    }

    @Test
    void segments_stayBelowTheBandwidthOfTheMaster() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(Files.size(spot.resolve("v720").resolve(Studio.segment(i))) * 8 / 3.003)
                    .isLessThan(1_800_000);
            assertThat(Files.size(spot.resolve("v360").resolve(Studio.segment(i))) * 8 / 3.003)
                    .isLessThan(800_000);
        }
    }

    @Test
    void presentation_isWholeAndNotMadeAgain() throws Exception {
        assertThat(Studio.made(clip, spot)).isTrue();
        assertThat(Studio.made(Clip.of(Messages.mainId()), spot)).isFalse();
        assertThat(Files.readString(spot.resolve("master.m3u8"))).contains("v720.m3u8", "v360.m3u8");
        assertThat(Files.readString(spot.resolve("v720.m3u8")))
                .contains("#EXT-X-TARGETDURATION:3\n", "#EXTINF:3.003,\nv720/004.ts\n#EXT-X-ENDLIST");
        assertThat(probe(
                        "-v",
                        "error",
                        "-show_entries",
                        "format=duration",
                        "-of",
                        "csv=p=0",
                        spot.resolve("master.m3u8").toString()))
                .containsExactly("15.015000");
    }

    @Test
    void sound_isAsLoudAsTelevision() {
        byte[] samples = Sound.chord(330).samples(5);
        assertThat(samples).hasSize(720_720 * 2);
        double power = 0;
        for (int i = 0; i < samples.length; i += 2) {
            double sample = (short) (samples[i] & 0xFF | samples[i + 1] << 8) / 32768.0;
            power += sample * sample * 2;
        }
        assertThat(-0.691 + 10 * Math.log10(power / 720_720)).isBetween(-24.5, -23.5);
    }

    @Test
    void failure_saysWhatFfmpegSaid() {
        assertThatThrownBy(() -> ffmpeg.make(folder, List.of("-i", "missing.ts", "out.ts")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ffmpeg ended with")
                .hasMessageContaining("missing.ts")
                .hasMessageNotContaining("no version information");
    }
}
