package org.scruffy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.scte35.SectionCrc;

class SpliceInsertTest {

    /** The splice_insert sample of SCTE 35 section 14, which nobody here wrote. */
    private static final String SAMPLE = "/DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhDVUVJAAABNWLbowo=";

    @Test
    void crc_isZeroOverTheStandardsSample() {
        byte[] sample = Base64.getDecoder().decode(SAMPLE);
        assertThat(SectionCrc.of(sample, 0, sample.length)).isZero();
        sample[20] ^= 1;
        assertThat(SectionCrc.of(sample, 0, sample.length)).isNotZero();
    }

    /** Same event, time, duration and layout as the sample, which has a descriptor and numbers of its own besides. */
    @Test
    void section_saysTheCommandAsTheStandardsSampleDoes() {
        byte[] section = SpliceInsert.section(0x4800008FL, 0x07369C02EL, 0x00052CCF5L);
        byte[] sample = Base64.getDecoder().decode(SAMPLE);
        assertThat(HexFormat.of().formatHex(section, 13, 30))
                .isEqualTo(HexFormat.of().formatHex(sample, 13, 30));
        assertThat(HexFormat.of().formatHex(section, 11, 13))
                .isEqualTo(HexFormat.of().formatHex(sample, 11, 13));
    }

    @Test
    void section_isWholeAndChecksOut() {
        byte[] section = SpliceInsert.section(592_000_001, 127_920, 2_702_700);
        assertThat(section).hasSize(3 + (((section[1] & 0x0F) << 8) | section[2] & 0xFF));
        assertThat(SectionCrc.of(section, 0, section.length)).isZero();
    }

    @Test
    void section_keepsTheThirtyThirdBitOfATime() {
        byte[] section = SpliceInsert.section(1, (1L << 33) - 1, 1L << 32);
        assertThat(HexFormat.of().formatHex(section, 20, 25)).isEqualTo("ffffffffff");
        assertThat(HexFormat.of().formatHex(section, 25, 30)).isEqualTo("ff00000000");
    }
}
