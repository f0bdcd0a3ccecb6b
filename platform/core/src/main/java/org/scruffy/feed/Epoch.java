package org.scruffy.feed;

/**
 * A stretch of an origin's life in which its numbers only grow. A new one begins when the encoder starts anew.
 *
 * @param number counted from 0
 * @param first origin Media Sequence Number of its first segment; negative where it began before Scruffy looked
 * @param shift what is added to the origin's numbers before the first splice
 */
record Epoch(int number, long first, Shift shift) {

    static final Epoch FIRST = new Epoch(0, -1, Shift.NONE);
}
