package org.scruffy.feed;

/**
 * One reading of a segment of MPEG-TS, packet by packet, with the tables that say what is in it (ISO/IEC 13818-1, sections 2.4.3 and
 * 2.4.4).
 */
abstract class TransportReader {

    static final int PACKET = 188;
    static final int NO_PACKET = 0x1FFF;
    /** Ticks a second of its time stamps. */
    static final long CLOCK = 90_000;
    /** Where its time stamps begin anew. */
    static final long WRAP = 1L << 33;

    private static final int SYNC = 0x47;
    private static final int DESCRIPTIONS = 0x11;

    private final byte[] bytes;
    private int programs = NO_PACKET;

    TransportReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads all of it; false where it is no such segment. */
    final boolean read() {
        for (int at = 0; at + PACKET <= bytes.length; at += PACKET) {
            if (at(at) != SYNC) {
                return false;
            }
            packet(at);
        }
        return bytes.length >= PACKET;
    }

    /** A table stands in a packet. */
    void table(int packet) {}

    /** A section of a table begins in a packet; it may end in another one. */
    void section(int from, int to) {}

    /** The program has a stream of a type. */
    abstract void stream(int type, int id);

    /**
     * A packet that is none of a table.
     *
     * @param packet where it begins
     * @param payload where what it carries begins
     * @param starts whether that is the start of something
     * @param random whether a player may begin here
     */
    abstract void packet(int packet, int id, int payload, boolean starts, boolean random);

    final int at(int index) {
        return bytes[index] & 0xFF;
    }

    final int two(int index) {
        return at(index) << 8 | at(index + 1);
    }

    /** The presentation time stamp of what starts at an index, -1 where it has none. */
    final long presented(int pes) {
        int stamps = at(pes + 7) >> 6;
        return stamps < 2 ? -1 : stamp(pes + 9);
    }

    /** When it is decoded, or presented where that is the same, -1 where it does not say. */
    final long decoded(int pes) {
        return at(pes + 7) >> 6 == 3 ? stamp(pes + 14) : presented(pes);
    }

    private long stamp(int at) {
        return (long) (at(at) >> 1 & 7) << 30 | (long) (two(at + 1) >> 1) << 15 | two(at + 3) >> 1;
    }

    private void packet(int at) {
        int id = two(at + 1) & NO_PACKET;
        boolean starts = (at(at + 1) & 0x40) != 0;
        boolean adapted = (at(at + 3) & 0x20) != 0;
        int payload = at + 4 + (adapted ? 1 + at(at + 4) : 0);
        if (id == 0 || id == programs || id == DESCRIPTIONS) {
            table(at);
            if (starts) {
                int section = payload + 1 + at(payload);
                section(section, section + 3 + (two(section + 1) & 0xFFF));
                entries(id, section);
            }
            return;
        }
        boolean random = adapted && at(at + 4) > 0 && (at(at + 5) & 0x40) != 0;
        packet(at, id, payload, starts, random);
    }

    private void entries(int id, int section) {
        int end = section + 3 + (two(section + 1) & 0xFFF) - 4;
        if (id == 0) {
            programs = two(section + 10) & NO_PACKET;
        } else if (id == programs) {
            int entry = section + 12 + (two(section + 10) & 0xFFF);
            while (entry + 5 <= end) {
                stream(at(entry), two(entry + 1) & NO_PACKET);
                entry += 5 + (two(entry + 3) & 0xFFF);
            }
        }
    }
}
