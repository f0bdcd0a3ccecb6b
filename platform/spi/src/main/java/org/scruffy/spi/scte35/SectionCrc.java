package org.scruffy.spi.scte35;

/** The CRC of MPEG-2's sections (ISO/IEC 13818-1 annex A), which the JDK does not have. */
public final class SectionCrc {

    private static final int POLYNOMIAL = 0x04C11DB7;

    private SectionCrc() {}

    /**
     * Over some bytes of an array.
     *
     * @param from the first
     * @param to after the last
     * @return 0 over a whole section with its own CRC
     */
    public static int of(byte[] bytes, int from, int to) {
        int crc = -1;
        for (int i = from; i < to; i++) {
            crc ^= bytes[i] << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
        }
        return crc;
    }
}
