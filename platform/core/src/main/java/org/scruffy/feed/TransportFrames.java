package org.scruffy.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where the pictures of a segment of MPEG-TS begin, or its sound where it has no pictures. Our own multiplexer writes each picture's
 * packets without others' between.
 */
final class TransportFrames extends TransportReader {

    private static final Set<Integer> PICTURES = Set.of(0x02, 0x1B, 0x24);

    private final List<Frame> frames = new ArrayList<>();
    private int stream = NO_PACKET;
    private boolean pictures;
    private long first = -1;
    /** Where the tables begin that stand right before, -1 where there are none. */
    private long tables = -1;

    private TransportFrames(byte[] bytes) {
        super(bytes);
    }

    /** In play order, none where it is no such segment. */
    static List<Frame> in(byte[] bytes) {
        TransportFrames reading = new TransportFrames(bytes);
        return reading.read() ? reading.frames : List.of();
    }

    @Override
    void table(int packet) {
        tables = tables < 0 ? packet : tables;
    }

    @Override
    void stream(int type, int id) {
        if (PICTURES.contains(type) ? !pictures : stream == NO_PACKET) {
            stream = id;
            pictures = PICTURES.contains(type);
        }
    }

    @Override
    void packet(int packet, int id, int payload, boolean starts, boolean random) {
        if (id == stream && starts && decoded(payload) >= 0) {
            frame(tables < 0 ? packet : tables, decoded(payload), random);
        }
        tables = -1;
    }

    private void frame(long offset, long time, boolean random) {
        first = first < 0 ? time : first;
        long ticks = Math.floorMod(time - first, WRAP);
        frames.add(new Frame(offset, Duration.ofNanos(ticks * 1_000_000_000 / CLOCK), random || !pictures));
    }
}
