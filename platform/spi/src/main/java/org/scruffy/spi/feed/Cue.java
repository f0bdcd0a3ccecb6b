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
 * @param raw the signal as the feed carries it, for whoever has to prove it later: the tag's line, or the section in hexadecimal
 *     digits; more than {@link #LONGEST_RAW} characters are cut, and where it is empty the host keeps the tags that stand at the splice
 */
public record Cue(String key, Type type, Instant at, Duration length, String raw) {

    /** How many characters of a signal are kept. */
    public static final int LONGEST_RAW = 2000;

    public Cue {
        if (key.isBlank() || key.length() > 200) {
            throw new IllegalArgumentException("Cue key '" + key + "' is not 1 to 200 characters");
        }
        if (length.isNegative()) {
            throw new IllegalArgumentException("Cue " + key + " has a negative length: " + length);
        }
        raw = raw.substring(0, Math.min(raw.length(), LONGEST_RAW));
    }

    /** A cue whose signal the host finds by itself. */
    public Cue(String key, Type type, Instant at, Duration length) {
        this(key, type, at, length, "");
    }

    /** Out of the network feed, or back in. */
    public enum Type {
        OUT,
        IN
    }
}
