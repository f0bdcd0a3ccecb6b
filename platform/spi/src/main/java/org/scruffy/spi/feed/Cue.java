package org.scruffy.spi.feed;

import java.time.Duration;
import java.time.Instant;

/**
 * A signal in a feed that a break starts or ends.
 *
 * @param key names the avail: the same for every repetition, on every node, and for a reader who joins in mid-break; a cue back
 *     in may have any
 * @param type out of the network feed or back in
 * @param at the instant of the splice, on the clock of the playlist's EXT-X-PROGRAM-DATE-TIME; the host splices at the first
 *     segment that starts there or later
 * @param length how long the break is planned to be; zero where the signal does not say
 */
public record Cue(String key, Type type, Instant at, Duration length) {

    public Cue {
        if (key.isBlank() || key.length() > 200) {
            throw new IllegalArgumentException("Cue key '" + key + "' is not 1 to 200 characters");
        }
        if (length.isNegative()) {
            throw new IllegalArgumentException("Cue " + key + " has a negative length: " + length);
        }
    }

    /** Out of the network feed, or back in. */
    public enum Type {
        OUT,
        IN
    }
}
