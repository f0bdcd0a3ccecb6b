package org.scruffy.feed;

import java.time.Duration;

/**
 * A place in a segment's file where it can be cut.
 *
 * @param offset of its first byte
 * @param at when it is shown, from the start of the segment
 * @param independent whether a decoder can begin here
 */
record Frame(long offset, Duration at, boolean independent) {}
