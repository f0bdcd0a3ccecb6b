package org.scruffy.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentsTest {

    private static final byte[] MAP = recorded("ffmpeg-parts-init.mp4");
    private static final byte[] SEGMENT = recorded("ffmpeg-parts.m4s");
    private static final Duration HALF = Duration.ofMillis(500);

    private static byte[] recorded(String name) {
        try (InputStream in = FragmentsTest.class.getResourceAsStream("/airchecks/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A track of its own: a box before each fragment, as packagers write them. */
    private static byte[] packaged(Cmaf track, int fragments) {
        byte[][] parts = new byte[fragments][];
        for (int i = 0; i < fragments; i++) {
            parts[i] = track.fragment(HALF.multipliedBy(i + 10), HALF);
        }
        return Cmaf.joined(parts);
    }

    private static int at(byte[] bytes, String type, int from) {
        int at = from;
        while (!new String(bytes, at, 4, ISO_8859_1).equals(type)) {
            at++;
        }
        return at;
    }

    @Test
    void recordedSegment_isCutWhereItsFragmentsAre() {
        List<Frame> frames = Fragments.in(SEGMENT, MAP);

        assertThat(frames)
                .extracting(Frame::at)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofNanos(500_500_000),
                        Duration.ofNanos(1_001_000_000),
                        Duration.ofNanos(1_501_500_000));
        assertThat(frames).extracting(Frame::independent).containsExactly(true, false, false, false);
        frames.forEach(frame -> assertThat(new String(SEGMENT, (int) frame.offset() + 4, 4, ISO_8859_1))
                .isEqualTo("moof"));
    }

    @Test
    void fragment_beginsWithWhatIsBeforeIt_andSoundIsIndependentEverywhere() {
        byte[] pictures = packaged(Cmaf.PICTURES, 3);
        byte[] sound = packaged(Cmaf.SOUND, 3);

        assertThat(Fragments.in(pictures, Cmaf.PICTURES.header()))
                .containsExactly(
                        new Frame(0, Duration.ZERO, true),
                        new Frame(pictures.length / 3, HALF, false),
                        new Frame(pictures.length / 3 * 2, HALF.multipliedBy(2), false));
        assertThat(Fragments.in(sound, Cmaf.SOUND.header()))
                .hasSize(3)
                .allMatch(Frame::independent)
                .last()
                .satisfies(frame -> assertThat(frame.at()).isBetween(Duration.ofMillis(980), Duration.ofMillis(1020)));
    }

    @Test
    void truncatedSegment_hasTheFragmentsWhoseHeadersAreWhole() {
        List<Frame> whole = Fragments.in(SEGMENT, MAP);
        for (int length = 0; length < SEGMENT.length; length += 7) {
            List<Frame> cut = Fragments.in(Arrays.copyOf(SEGMENT, length), MAP);
            assertThat(cut).as("%s bytes", length).isEqualTo(whole.subList(0, cut.size()));
        }
        for (int length = 0; length < MAP.length; length += 7) {
            assertThat(Fragments.in(SEGMENT, Arrays.copyOf(MAP, length))).isIn(whole, List.of());
        }
    }

    @Test
    void sizesThatCannotBe_endTheReading() {
        for (int size : List.of(0, 1, 7, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, SEGMENT.length + 1)) {
            byte[] outer = SEGMENT.clone();
            ByteBuffer.wrap(outer).putInt(0, size);
            assertThat(Fragments.in(outer, MAP)).as("moof of %s", size).isEmpty();
            byte[] inner = SEGMENT.clone();
            ByteBuffer.wrap(inner).putInt(at(inner, "tfdt", 0) - 4, size);
            assertThat(Fragments.in(inner, MAP)).as("tfdt of %s", size).isEmpty();
        }
        byte[] small = SEGMENT.clone();
        ByteBuffer.wrap(small).putInt(at(small, "tfdt", 0) - 4, 10);
        assertThat(Fragments.in(small, MAP)).as("a tfdt without its time").isEmpty();
    }

    @Test
    void timesThatCannotBe_areNoSegment() {
        byte[] back = SEGMENT.clone();
        ByteBuffer.wrap(back).putLong(at(back, "tfdt", SEGMENT.length / 3) + 8, 0);
        assertThat(Fragments.in(back, MAP)).as("backwards").isEmpty();
        byte[] late = SEGMENT.clone();
        ByteBuffer.wrap(late).putLong(at(late, "tfdt", 0) + 8, -5);
        assertThat(Fragments.in(late, MAP)).as("beyond all time").isEmpty();
        byte[] far = SEGMENT.clone();
        int last = at(far, "moof", (int) Fragments.in(SEGMENT, MAP).get(3).offset());
        ByteBuffer.wrap(far).putLong(at(far, "tfdt", last) + 8, Long.MAX_VALUE);
        assertThat(Fragments.in(far, MAP).get(3).at()).isGreaterThan(Duration.ofDays(1_000));
        byte[] still = MAP.clone();
        ByteBuffer.wrap(still).putInt(at(still, "mdhd", 0) + 16, 0);
        assertThat(Fragments.in(SEGMENT, still)).as("no ticks a second").isEmpty();
    }

    @Test
    void damage_neverThrows() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] segment = SEGMENT.clone();
            byte[] map = MAP.clone();
            for (int j = 0; j < 8; j++) {
                segment[random.nextInt(segment.length)] = (byte) random.nextInt();
                map[random.nextInt(map.length)] = (byte) random.nextInt();
            }
            assertThat(Fragments.in(segment, map)).hasSizeLessThan(20);
        }
        assertThat(Fragments.in(new byte[0], new byte[0])).isEmpty();
        assertThat(Fragments.in(TransportFramesTest.stream(HALF, Duration.ofMillis(40)), MAP))
                .isEmpty();
    }
}
