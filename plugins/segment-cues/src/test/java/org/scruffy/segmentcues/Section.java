package org.scruffy.segmentcues;

import java.nio.ByteBuffer;

/** Writes splice_info_sections, and the check sums of others. */
final class Section {

    private static final int LONGEST_COMMAND = 20;

    private Section() {}

    /** @param pts when, before the adjustment; negative for at once */
    static byte[] insert(int event, boolean out, long pts, long adjustment, long length) {
        ByteBuffer command = ByteBuffer.allocate(LONGEST_COMMAND).putInt(event).put((byte) 0x7F);
        boolean immediate = pts < 0;
        command.put((byte) ((out ? 0x80 : 0) | 0x40 | (length > 0 ? 0x20 : 0) | (immediate ? 0x10 : 0) | 0x0F));
        if (!immediate) {
            put(command, 0xFE_0000_0000L | pts);
        }
        if (length > 0) {
            put(command, 0xFE_0000_0000L | length);
        }
        command.putShort((short) 1).put((byte) 0).put((byte) 0);
        return framed(adjustment, command.flip(), new byte[0]);
    }

    static byte[] cancelled(int event) {
        return framed(0, ByteBuffer.allocate(5).putInt(event).put((byte) 0xFF).flip(), new byte[0]);
    }

    /** One that does not fit into a packet: its descriptors are somebody's own. */
    static byte[] longInsert(int event, long pts, long length) {
        ByteBuffer own = ByteBuffer.allocate(2 * 202);
        for (int i = 0; i < 2; i++) {
            own.put((byte) 0xF0).put((byte) 200).putInt(0x53435246).put(new byte[196]);
        }
        byte[] brief = insert(event, true, pts, 0, length);
        return framed(0, ByteBuffer.wrap(brief, 14, brief.length - 14 - 6), own.array());
    }

    private static byte[] framed(long adjustment, ByteBuffer command, byte[] descriptors) {
        int length = 17 + command.remaining() + descriptors.length;
        ByteBuffer section = ByteBuffer.allocate(3 + length)
                .put((byte) 0xFC)
                .putShort((short) (0x3000 | length))
                .put((byte) 0);
        put(section, adjustment);
        section.put((byte) 0xFF)
                .put((byte) 0xFF)
                .putShort((short) (0xF000 | command.remaining()))
                .put((byte) 5)
                .put(command)
                .putShort((short) descriptors.length)
                .put(descriptors);
        return section.putInt(crc(section.array(), 0, section.position())).array();
    }

    /** 40 bits. */
    private static void put(ByteBuffer to, long number) {
        to.put((byte) (number >> 32)).putInt((int) number);
    }

    static int crc(byte[] bytes, int from, int to) {
        int register = -1;
        for (int i = from; i < to; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean feedback = register >>> 31 != (bytes[i] >> bit & 1);
                register = register << 1 ^ (feedback ? 0x04C11DB7 : 0);
            }
        }
        return register;
    }
}
