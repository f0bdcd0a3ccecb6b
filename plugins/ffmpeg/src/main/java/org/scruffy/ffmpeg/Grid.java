package org.scruffy.ffmpeg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Rung;

/**
 * Where a spot is cut, in frames of the slowest rendition.
 *
 * @param segments how many frames each has
 */
record Grid(FrameRate rate, List<Integer> segments) {

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    Grid {
        segments = List.copyOf(segments);
    }

    static Grid of(Ladder ladder, Duration length) {
        Rung slowest = ladder.slowest();
        long frames = frames(length, slowest.rate());
        return new Grid(slowest.rate(), segments(Math.toIntExact(frames), slowest.segmentFrames(), slowest.rate()));
    }

    /** Whole and half seconds are nominal, as the trade books them: 30 s at 30000/1001 are 900 frames. */
    static long frames(Duration length, FrameRate rate) {
        long millis = length.toMillis();
        long nominal = millis * rate.nominal();
        boolean booked = millis % HALF_A_SECOND.toMillis() == 0 && nominal % 1000 == 0;
        return Math.max(1, booked ? nominal / 1000 : rate.nearest(length));
    }

    /** Players stumble over slivers: a rest below half a second shares with the segment before it. */
    private static List<Integer> segments(int frames, int most, FrameRate rate) {
        List<Integer> segments = new ArrayList<>();
        for (int left = frames; left > 0; left -= most) {
            segments.add(Math.min(most, left));
        }
        int last = segments.size() - 1;
        if (last > 0 && rate.length(segments.get(last)).compareTo(HALF_A_SECOND) < 0) {
            int both = segments.get(last - 1) + segments.get(last);
            segments.set(last - 1, both - both / 2);
            segments.set(last, both / 2);
        }
        return segments;
    }

    int frames() {
        return segments.stream().mapToInt(Integer::intValue).sum();
    }

    Duration length() {
        return rate.length(frames());
    }

    /** The frames at which segments start, but for the first. */
    List<Integer> cuts() {
        List<Integer> cuts = new ArrayList<>();
        int at = 0;
        for (int segment : segments.subList(0, segments.size() - 1)) {
            at += segment;
            cuts.add(at);
        }
        return cuts;
    }

    /** How many frames of a rendition one of the slowest stands for. */
    int times(Rung rung) {
        long faster = (long) rung.rate().frames() * rate.seconds();
        return Math.toIntExact(faster / ((long) rung.rate().seconds() * rate.frames()));
    }
}
