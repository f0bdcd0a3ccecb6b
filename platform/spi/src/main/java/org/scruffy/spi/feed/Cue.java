package org.scruffy.spi.feed;

import java.time.Duration;
import java.time.Instant;

/**
 * A signal in a feed that a break starts or ends.
 *
 * @param key names the avail: the same for every repetition, in every rendition and on every node
 * @param type out of the network feed or back in
 * @param at the instant of the splice
 * @param length how long the break is planned to be; zero where the signal does not say
 */
public record Cue(String key, Type type, Instant at, Duration length) {

    /** Out of the network feed, or back in. */
    public enum Type {
        OUT,
        IN
    }
}
