package org.scruffy.feed;

/**
 * What is added to the origin's numbers.
 *
 * @param sequence to its Media Sequence Number
 * @param discontinuity to its Discontinuity Sequence Number
 */
record Shift(long sequence, long discontinuity) {

    static final Shift NONE = new Shift(0, 0);
}
