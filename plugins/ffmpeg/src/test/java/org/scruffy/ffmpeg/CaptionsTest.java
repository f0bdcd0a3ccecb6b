package org.scruffy.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.spi.feed.FrameRate;

class CaptionsTest {

    private static final FrameRate NTSC = new FrameRate(30_000, 1001);
    private static final byte[] PAIR = {(byte) 0xFC, (byte) 0x94, 0x20};
    private static final byte[] PADDING = {(byte) 0xFC, (byte) 0x80, (byte) 0x80};
    private static final byte[] OTHER_FIELD = {(byte) 0xFD, 0x15, 0x2C};
    private static final byte[] PACKET = {(byte) 0xFF, 0, 0};

    @TempDir
    Path folder;

    private static byte[] raw(long millis, byte[]... triplets) {
        ByteBuffer raw = ByteBuffer.allocate(11 + 10 + 3 * triplets.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.position(11);
        raw.putLong(millis).putShort((short) triplets.length);
        List.of(triplets).forEach(raw::put);
        return raw.array();
    }

    private byte[] captioned(Captions captions, byte[] pictures) throws IOException {
        return Files.readAllBytes(captions.into(Files.write(folder.resolve("pictures.h264"), pictures)));
    }

    @Test
    void pairsOfAField_areSpreadOverPictures_andPaddingIsLeftOut() {
        Captions captions = Captions.read(raw(1_001, PAIR, PAIR, OTHER_FIELD, PADDING, PAIR, PACKET, PACKET), NTSC);
        assertThat(captions.triplets()).containsOnlyKeys(30, 31, 32);
        assertThat(captions.triplets().get(30)).containsExactly(PAIR, OTHER_FIELD, PACKET, PACKET);
        assertThat(captions.triplets().get(32)).containsExactly(PAIR);
        assertThat(Captions.read(raw(1_001), NTSC).none()).isTrue();
        assertThat(Captions.read(new byte[5], NTSC).none()).isTrue();
    }

    @Test
    void captions_standBeforeTheFirstSliceOfTheirPicture() throws IOException {
        String parameters = "0000000167420a0b" + "0000000168ce3c80";
        String picture = "000001" + "6588" + "0102" + "000001" + "6540" + "0304";
        byte[] pictures = HexFormat.of().parseHex(parameters + picture + "00000001" + "419a0506");
        Captions captions = Captions.read(raw(34, PAIR), NTSC);
        assertThat(HexFormat.of().formatHex(captioned(captions, pictures)))
                .isEqualTo(parameters + picture + "0000000106040e" + "b50031474139340341fffc9420ff80" + "00000001"
                        + "419a0506");
    }

    @Test
    void whatLooksLikeAStartCodeInCaptions_isKeptFromBeingOne() throws IOException {
        Captions captions = Captions.read(raw(0, PACKET, new byte[] {0, 1, 0}), NTSC);
        byte[] picture = HexFormat.of().parseHex("000000016588aa");
        assertThat(HexFormat.of().formatHex(captioned(captions, picture)))
                .isEqualTo("0000000106041" + "1b50031474139340342ffff00000300" + "0100ff80" + "000000016588aa");
    }

    @Test
    void whatIsNotAPicture_staysAsItIs() throws IOException {
        Random random = new Random(7);
        byte[] likely = {0, 0, 0, 1, 3, 0x65, 0x41, (byte) 0x88, 0x7F};
        Captions captions = Captions.read(raw(0, PAIR), NTSC);
        String message = "0000000106040eb50031474139340341fffc9420ff80";
        for (int i = 0; i < 500; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int j = 0; j < random.nextInt(60); j++) {
                bytes.write(likely[random.nextInt(likely.length)]);
            }
            String before = HexFormat.of().formatHex(bytes.toByteArray());
            String after = HexFormat.of().formatHex(captioned(captions, bytes.toByteArray()));
            assertThat(after.replaceFirst(message, "")).isEqualTo(before);
        }
    }
}
