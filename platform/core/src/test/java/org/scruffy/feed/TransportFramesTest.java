package org.scruffy.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportFramesTest {

    private static final int PROGRAM = 0x100;
    private static final int PICTURES = 0x101;
    private static final int SOUND = 0x102;

    /** MPEG-TS with a picture of three packets at a time, and sound between. */
    static byte[] stream(Duration length, Duration frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long frames = length.dividedBy(frame);
        for (long i = 0; i < frames; i++) {
            if (i % 25 == 0) {
                packet(out, 0, true, new int[] {0, 0, 0xB0, 13, 0, 1, 0xC1, 0, 0, 0, 1, 0xE1, 0x00, 0, 0, 0, 0});
                packet(out, PROGRAM, true, new int[] {
                    0, 2, 0xB0, 23, 0, 1, 0xC1, 0, 0, 0xE1, 0x01, 0xF0, 0, 0x0F, 0xE1, 0x02, 0xF0, 0, 0x1B, 0xE1, 0x01,
                    0xF0, 0, 0, 0, 0, 0
                });
            }
            long time = (1L << 33) - 90_000 + i * frame.toMillis() * 90 & (1L << 33) - 1;
            packet(out, PICTURES, true, pes(0xE0, time));
            packet(out, PICTURES, false, new int[] {});
            packet(out, PICTURES, false, new int[] {});
            packet(out, SOUND, true, pes(0xC0, time));
        }
        return out.toByteArray();
    }

    private static int[] pes(int stream, long time) {
        return new int[] {
            0,
            0,
            1,
            stream,
            0,
            0,
            0x80,
            0x80,
            5,
            (int) (0x21 | time >> 29 & 0xE),
            (int) (time >> 22 & 0xFF),
            (int) (time >> 14 & 0xFE | 1),
            (int) (time >> 7 & 0xFF),
            (int) (time << 1 & 0xFE | 1)
        };
    }

    private static void packet(ByteArrayOutputStream out, int id, boolean starts, int[] payload) {
        byte[] packet = new byte[188];
        Arrays.fill(packet, (byte) 0xFF);
        packet[0] = 0x47;
        packet[1] = (byte) (id >> 8 | (starts ? 0x40 : 0));
        packet[2] = (byte) id;
        packet[3] = 0x10;
        for (int i = 0; i < payload.length; i++) {
            packet[4 + i] = (byte) payload[i];
        }
        out.writeBytes(packet);
    }

    @Test
    void frames_areThePictures_withTheTablesBeforeThem_acrossTheEndOfTheClock() {
        List<Frame> frames = TransportFrames.in(stream(Duration.ofSeconds(2), Duration.ofMillis(40)));

        assertThat(frames).hasSize(50);
        assertThat(frames.get(0)).isEqualTo(new Frame(0, Duration.ZERO, false));
        assertThat(frames.get(1).offset()).isEqualTo(6 * 188);
        assertThat(frames.get(25).offset()).as("tables come before it").isEqualTo((2 + 25 * 4) * 188);
        assertThat(frames.get(49).at()).isEqualTo(Duration.ofMillis(1960));
    }

    @Test
    void frames_areNoneOfWhatIsNoTransportStream() {
        assertThat(TransportFrames.in(new byte[1000])).isEmpty();
        assertThat(TransportFrames.in(new byte[0])).isEmpty();
    }
}
