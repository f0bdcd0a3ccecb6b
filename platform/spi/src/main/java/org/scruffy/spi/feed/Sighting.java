package org.scruffy.spi.feed;

import java.time.Instant;

/**
 * A segment, and when the host first saw it listed: after its end by what the encoder and the way take, and up to half a target
 * duration more, since the host looks that often.
 *
 * @param seen by the time of day
 */
public record Sighting(Segment segment, Instant seen) {}
