package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the vectors of the authors' reference implementation (vectors_sip64, in the public domain): key 00 01 … 0f, text 00 01 …. */
class SipHashTest {

    private static final SipHash HASH = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

    @ParameterizedTest
    @CsvSource({
        "0, 726fdb47dd0e0e31",
        "2, 0d6c8009d9a94f5a",
        "4, cf2794e0277187b7",
        "6, cbc9466e58fee3ce",
        "8, 93f5f5799a932462",
        "14, f723ca908e7af2ee",
        "62, e51b38608ef25f57",
    })
    void hash_isThatOfTheReference(int bytes, String hash) {
        byte[] text = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            text[i] = (byte) i;
        }

        assertThat(HASH.of(new String(text, StandardCharsets.UTF_16LE))).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }
}
