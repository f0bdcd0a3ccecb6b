package org.scruffy.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One reading of a segment of MPEG-TS for where its pictures begin, or its sound where it has no pictures (ISO/IEC 13818-1, sections
 * 2.4.3 and 2.4.4). Our own multiplexer writes each picture's packets without others' between.
 */
final class TransportFrames {

    private static final int PACKET = 188;
    private static final int NO_PACKET = 0x1FFF;
    private static final int DESCRIPTIONS = 0x11;
    private static final long CLOCK = 90_000;
    private static final long WRAP = 1L << 33;
    private static final Set<Integer> PICTURES = Set.of(0x02, 0x1B, 0x24);

    private final byte[] bytes;
    private final List<Frame> frames = new ArrayList<>();
    private int programs = NO_PACKET;
    private int stream = NO_PACKET;
    private boolean pictures;
    private long first = -1;
    /** Where the tables begin that stand right before, -1 where there are none. */
    private long tables = -1;

    private TransportFrames(byte[] bytes) {
        this.bytes = bytes;
    }

    /** In play order, none where it is no such segment. */
    static List<Frame> in(byte[] bytes) {
        TransportFrames reading = new TransportFrames(bytes);
        for (int at = 0; at + PACKET <= bytes.length; at += PACKET) {
            if (bytes[at] != 0x47) {
                return List.of();
            }
            reading.packet(at);
        }
        return reading.frames;
    }

    private int at(int index) {
        return bytes[index] & 0xFF;
    }

    private int two(int index) {
        return at(index) << 8 | at(index + 1);
    }

    private void packet(int at) {
        int id = two(at + 1) & 0x1FFF;
        boolean starts = (at(at + 1) & 0x40) != 0;
        boolean adapted = (at(at + 3) & 0x20) != 0;
        int payload = at + 4 + (adapted ? 1 + at(at + 4) : 0);
        if (id == 0 || id == programs || id == DESCRIPTIONS) {
            tables = tables < 0 ? at : tables;
            if (starts) {
                table(id, payload + 1 + at(payload));
            }
            return;
        }
        if (id == stream && starts) {
            boolean random = adapted && at(at + 4) > 0 && (at(at + 5) & 0x40) != 0;
            frame(tables < 0 ? at : tables, payload, random);
        }
        tables = -1;
    }

    private void table(int id, int section) {
        int end = section + 3 + (two(section + 1) & 0xFFF) - 4;
        if (id == 0) {
            programs = two(section + 10) & 0x1FFF;
        } else if (id == programs) {
            int entry = section + 12 + (two(section + 10) & 0xFFF);
            while (entry + 5 <= end) {
                stream(at(entry), two(entry + 1) & 0x1FFF);
                entry += 5 + (two(entry + 3) & 0xFFF);
            }
        }
    }

    private void stream(int type, int id) {
        if (PICTURES.contains(type) ? !pictures : stream == NO_PACKET) {
            stream = id;
            pictures = PICTURES.contains(type);
        }
    }

    private void frame(long offset, int pes, boolean random) {
        int stamps = at(pes + 7) >> 6;
        if (stamps < 2) {
            return;
        }
        long time = stamp(stamps == 3 ? pes + 14 : pes + 9);
        first = first < 0 ? time : first;
        long ticks = Math.floorMod(time - first, WRAP);
        frames.add(new Frame(offset, Duration.ofNanos(ticks * 1_000_000_000 / CLOCK), random || !pictures));
    }

    private long stamp(int at) {
        return (long) (at(at) >> 1 & 7) << 30 | (long) (two(at + 1) >> 1) << 15 | two(at + 3) >> 1;
    }
}
