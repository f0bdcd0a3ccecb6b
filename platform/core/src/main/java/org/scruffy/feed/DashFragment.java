package org.scruffy.feed;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * When a segment of a CMAF track is presented.
 *
 * @param start of its earliest sample, in the track's ticks
 * @param length in the same
 */
record DashFragment(long start, long length) {

    /** How many of a segment's first bytes are enough to see when it starts. */
    static final int HEAD = 32 * 1024;

    /** The samples of more fragments than are in the head may lie between what they add up to and what the playlist says. */
    private static final Duration ROUNDING = Duration.ofMillis(100);

    /** Ticks from the first sample of a fragment on. */
    private record Run(long earliest, long length) {}

    /**
     * Reads the first bytes of a segment, or says what is wrong with them.
     *
     * @param listed how long the playlist says that it is
     */
    static Reading<DashFragment> read(byte[] head, DashTrack track, Duration listed) {
        List<ByteBuffer> parts = Box.find(ByteBuffer.wrap(head), "moof", "traf");
        if (parts.isEmpty()) {
            return Reading.refused("has no movie fragment in its first " + HEAD / 1024 + " KiB");
        }
        try {
            return read(parts, track, listed);
        } catch (IndexOutOfBoundsException e) {
            return Reading.refused("is damaged");
        }
    }

    private static Reading<DashFragment> read(List<ByteBuffer> parts, DashTrack track, Duration listed) {
        List<ByteBuffer> times = Box.find(parts.get(0), "tfdt");
        if (times.isEmpty()) {
            return Reading.refused("does not say when it is decoded (tfdt)");
        }
        ByteBuffer time = times.get(0);
        long decoded = time.get(0) == 1 ? time.getLong(4) : Integer.toUnsignedLong(time.getInt(4));
        List<Run> runs = parts.stream().map(part -> run(part, track)).toList();
        long length = length(runs, track, listed);
        long start = decoded + runs.get(0).earliest() - track.edit();
        // what comes before the zero of the presentation is not presented
        return Reading.of(start < 0 ? new DashFragment(0, length + start) : new DashFragment(start, length));
    }

    private static long length(List<Run> runs, DashTrack track, Duration listed) {
        long said = Math.round(listed.toNanos() * (double) track.timescale() / 1e9);
        long counted = runs.stream().mapToLong(Run::length).sum();
        long most = ROUNDING.toMillis() * track.timescale() / 1000;
        return Math.abs(said - counted) <= most ? counted : said;
    }

    private static Run run(ByteBuffer part, DashTrack track) {
        long usual = usual(Box.find(part, "tfhd").get(0), track);
        long at = 0;
        long earliest = Long.MAX_VALUE;
        for (ByteBuffer run : Box.find(part, "trun")) {
            int flags = run.getInt(0);
            int next = 8 + ((flags & 0x1) == 0 ? 0 : 4) + ((flags & 0x4) == 0 ? 0 : 4);
            int sample = 4 * Integer.bitCount(flags & 0xF00);
            for (int i = 0; i < run.getInt(4); i++, next += sample) {
                long late = (flags & 0x800) == 0 ? 0 : run.getInt(next + sample - 4);
                earliest = Math.min(earliest, at + late);
                at += (flags & 0x100) == 0 ? usual : Integer.toUnsignedLong(run.getInt(next));
            }
        }
        return new Run(earliest == Long.MAX_VALUE ? 0 : earliest, at);
    }

    private static long usual(ByteBuffer header, DashTrack track) {
        int flags = header.getInt(0);
        int at = 8 + ((flags & 0x1) == 0 ? 0 : 8) + ((flags & 0x2) == 0 ? 0 : 4);
        return (flags & 0x8) == 0 ? track.sampleLength() : Integer.toUnsignedLong(header.getInt(at));
    }
}
