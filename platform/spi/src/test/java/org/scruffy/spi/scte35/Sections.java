package org.scruffy.spi.scte35;

import java.nio.ByteBuffer;

/** Writes sections, by another way than they are read: whole bytes and shifts. */
final class Sections {

    private static final int LEGACY = 0xFFF;

    private Sections() {}

    static byte[] of(int type, byte[] command, byte[] descriptors) {
        return framed(0, 0, type, command.length, command, descriptors);
    }

    static byte[] ofAnyLength(int type, byte[] command) {
        return framed(0, 0, type, LEGACY, command, new byte[0]);
    }

    static byte[] signal(long pts, long adjustment) {
        byte[] time = ByteBuffer.allocate(8).putLong(0xFE_0000_0000L | pts).array();
        return framed(0, adjustment, 0x06, 5, last(time, 5), new byte[0]);
    }

    static byte[] encrypted(byte[] secret) {
        return framed(0x80 | 3 << 1, 0, 0x05, secret.length, secret, new byte[0]);
    }

    static byte[] command(SpliceCommand.Insert insert) {
        int flags = (insert.outOfNetwork() ? 0x80 : 0) | 0x40 | 0x20 | 0x0F;
        SpliceCommand.BreakDuration length = insert.length().orElseThrow();
        return ByteBuffer.allocate(20)
                .putInt((int) insert.id())
                .put((byte) 0x7F)
                .put((byte) flags)
                .put(last(longs(0xFE_0000_0000L | insert.at().orElseThrow()), 5))
                .put(last(longs((length.autoReturn() ? 0xFE_0000_0000L : 0x7E_0000_0000L) | length.ticks()), 5))
                .putShort((short) insert.programId())
                .put((byte) insert.avail())
                .put((byte) insert.avails())
                .array();
    }

    private static byte[] framed(
            int encryption, long adjustment, int type, int commandLength, byte[] command, byte[] descriptors) {
        int length = 17 + command.length + descriptors.length;
        ByteBuffer section = ByteBuffer.allocate(3 + length)
                .put((byte) 0xFC)
                .putShort((short) (0x3000 | length))
                .put((byte) 0)
                .put(last(longs((long) encryption << 32 | adjustment), 5))
                .put((byte) 0xFF)
                .put(last(longs(0xFFFL << 12 | commandLength), 3))
                .put((byte) type)
                .put(command)
                .putShort((short) descriptors.length)
                .put(descriptors);
        return section.putInt(crc(section.array(), section.position())).array();
    }

    private static byte[] longs(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private static byte[] last(byte[] bytes, int count) {
        byte[] last = new byte[count];
        System.arraycopy(bytes, bytes.length - count, last, 0, count);
        return last;
    }

    /** Polynomial division as ISO/IEC 13818-1 draws it: a register of 32 bits. */
    private static int crc(byte[] bytes, int end) {
        long register = 0xFFFF_FFFFL;
        for (int i = 0; i < end; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean feedback = (register >> 31 & 1) != (bytes[i] >> bit & 1);
                register = register << 1 & 0xFFFF_FFFFL;
                if (feedback) {
                    register ^= 0x04C11DB7L;
                }
            }
        }
        return (int) register;
    }
}
