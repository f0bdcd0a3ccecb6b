package org.scruffy.feed;

import java.time.Duration;

/**
 * How far a playlist goes.
 *
 * @param sequence Media Sequence Number of its last segment
 * @param parts how many parts of that segment are listed
 * @param begun how many parts of the segment after it are listed
 * @param partTarget the longest a part is, zero where none are listed
 * @param ended whether nothing comes after it
 */
record LiveEdge(long sequence, int parts, int begun, Duration partTarget, boolean ended) {

    private static final int MOST_SEGMENTS_AHEAD = 2;
    private static final Duration MOST_PARTS_AHEAD = Duration.ofSeconds(3);

    /** Whether it lists what is waited for, or will never. A part after a segment's last is the first of the next. */
    boolean covers(Awaited awaited) {
        if (ended || awaited.sequence() < sequence) {
            return true;
        }
        if (awaited.part() < 0 || partTarget.isZero()) {
            return awaited.sequence() == sequence;
        }
        if (awaited.sequence() == sequence) {
            return awaited.part() < parts || begun > 0;
        }
        return awaited.sequence() == sequence + 1 && awaited.part() < begun;
    }

    /** Whether nobody who has read a recent playlist could wait for this (6.2.5.2-S1). */
    boolean tooFar(Awaited awaited) {
        if (awaited.sequence() > sequence + MOST_SEGMENTS_AHEAD) {
            return !ended;
        }
        int last = awaited.sequence() == sequence + 1 ? begun - 1 : -1;
        return !ended && !partTarget.isZero() && awaited.sequence() > sequence && awaited.part() - last > partsAhead();
    }

    /** The EXT-X-RENDITION-REPORT line that says so in the playlists of other renditions. */
    String report(String uri) {
        long last = begun > 0 ? sequence + 1 : sequence;
        int part = (begun > 0 ? begun : parts) - 1;
        return "#EXT-X-RENDITION-REPORT:URI=\"" + uri + "\",LAST-MSN=" + last + (part < 0 ? "" : ",LAST-PART=" + part);
    }

    /** Three, or as many as there are in three seconds. */
    private long partsAhead() {
        long parts = MOST_PARTS_AHEAD.plus(partTarget).minusNanos(1).dividedBy(partTarget);
        return partTarget.compareTo(Duration.ofSeconds(1)) < 0 ? parts : 3;
    }
}
