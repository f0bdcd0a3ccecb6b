package org.scruffy.demo;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.scruffy.spi.scte35.SectionCrc;

/** The SCTE 35 message of a break: a splice_insert out of the network with a duration and automatic return. */
final class SpliceInsert {

    private static final int SECTION = 40;
    private static final int COMMAND = 20;
    private static final long PTS_BITS = (1L << 33) - 1;

    private SpliceInsert() {}

    /**
     * @param event names the break
     * @param pts when it starts, in ticks of 90 kHz of the program's clock
     * @param ticks how long it is planned to be
     */
    static byte[] section(long event, long pts, long ticks) {
        ByteBuffer section = ByteBuffer.allocate(SECTION);
        section.put((byte) 0xFC); // table
        section.putShort((short) (0x3000 | SECTION - 3)); // short section, no access point signalled
        section.put((byte) 0); // protocol version
        section.put((byte) 0).putInt(0); // clear, PTS not adjusted
        section.put((byte) 0); // control word
        section.put((byte) 0xFF).put((byte) 0xF0).put((byte) COMMAND); // any tier, length of the command
        section.put((byte) 5); // splice_insert
        section.putInt((int) event);
        section.put((byte) 0x7F); // not cancelled
        section.put((byte) 0xEF); // out of network, whole program, with duration, not immediate
        put33(section, pts);
        put33(section, ticks); // the first bit now says automatic return
        section.putShort((short) 1).put((byte) 0).put((byte) 0); // program, avails not counted
        section.putShort((short) 0); // no descriptors
        section.putInt(SectionCrc.of(section.array(), 0, SECTION - 4));
        return section.array();
    }

    private static void put33(ByteBuffer section, long ticks) {
        long value = ticks & PTS_BITS;
        section.put((byte) (0xFE | value >>> 32)).putInt((int) value);
    }

    static String base64(byte[] section) {
        return Base64.getEncoder().encodeToString(section);
    }
}
