package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncodingTest {

    private static final byte[] PLAIN = new byte[200_000];

    static {
        new Random(1).nextBytes(PLAIN);
        Arrays.fill(PLAIN, 1_000, 100_000, (byte) 'a');
    }

    private static byte[] packed(Encoding encoding) throws IOException {
        return packed(encoding, PLAIN);
    }

    private static byte[] packed(Encoding encoding, byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (encoding) {
            case GZIP -> new GZIPOutputStream(bytes);
            case DEFLATE -> new DeflaterOutputStream(bytes);
            case ZSTD -> new ZstdOutputStream(bytes);
            case IDENTITY -> bytes;
        }) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void body_isWhatItWas(Encoding encoding) throws IOException {
        assertThat(encoding.unpack(new ByteArrayInputStream(packed(encoding))).readAllBytes())
                .isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
    void truncatedOrForeignBytes_areUnreadable(Encoding encoding) throws IOException {
        byte[] packed = packed(encoding);
        byte[] half = Arrays.copyOf(packed, packed.length / 2);
        assertThatThrownBy(() -> encoding.unpack(new ByteArrayInputStream(half)).readAllBytes())
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("invalid");
        assertThatThrownBy(
                        () -> encoding.unpack(new ByteArrayInputStream(PLAIN)).readAllBytes())
                .isInstanceOf(Unreadable.class);
    }

    /** What unpacks to a thousand times as much is read piece by piece: it takes the memory of a piece. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
    void bomb_isUnpackedPieceByPiece(Encoding encoding) throws IOException {
        byte[] bomb = packed(encoding, new byte[100_000_000]);
        assertThat(bomb.length).isLessThan(200_000);
        try (InputStream plain = encoding.unpack(new ByteArrayInputStream(bomb))) {
            assertThat(plain.readNBytes(1_000)).hasSize(1_000);
        }
    }

    @Test
    void encoding_isKnownByItsNames() {
        assertThat(Encoding.of(null)).isEqualTo(Encoding.IDENTITY);
        assertThat(Encoding.of("GZip ")).isEqualTo(Encoding.GZIP);
        assertThat(Encoding.of("br")).isNull();
    }
}
