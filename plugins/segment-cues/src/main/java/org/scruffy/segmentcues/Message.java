package org.scruffy.segmentcues;

import java.time.Duration;
import org.scruffy.spi.scte35.SpliceInfo;

/**
 * A message in a segment.
 *
 * @param offset from the start of the segment to the splice
 * @param here from the start of the segment to where the message stands
 */
record Message(SpliceInfo info, Duration offset, Duration here) {}
