package org.scruffy.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * The grid both feeds are cut on, counted from 1970: a segment is 90 frames at 30000/1001 frames a second, which is 3003 ms
 * to the millisecond. A spot of 450 frames is 5 segments, one of 900 frames is 10.
 */
final class SegmentGrid {

    static final int FRAMES = 90;
    static final long MILLIS = 3003;

    private SegmentGrid() {}

    /** The segment that is on air at an instant. */
    static long at(Instant instant) {
        return Math.floorDiv(instant.toEpochMilli(), MILLIS);
    }

    /** The first segment that starts at an instant or after it. */
    static long atOrAfter(Instant instant) {
        return -Math.floorDiv(-instant.toEpochMilli(), MILLIS);
    }

    static Instant start(long segment) {
        return Instant.ofEpochMilli(segment * MILLIS);
    }

    static Duration length(long segments) {
        return Duration.ofMillis(segments * MILLIS);
    }
}
