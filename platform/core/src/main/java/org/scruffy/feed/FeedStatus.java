package org.scruffy.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * How a feed does, in words for the person who watches it.
 *
 * @param state what goes out
 * @param origin how the origin does
 * @param spots empty where spots can be placed, otherwise why not
 * @param now what is on air: the network feed or which break
 * @param next the next break that is planned, as far as is known
 * @param lastDecision what became of the last break that did not get all its spots, empty where all is well
 * @param lastError the last thing that went wrong, empty where nothing did
 * @param lastErrorAt when
 * @param lastGood when the origin last answered well
 */
public record FeedStatus(
        String callSign,
        String feed,
        State state,
        String origin,
        String spots,
        String now,
        Optional<NextBreak> next,
        String lastDecision,
        String lastError,
        Optional<Instant> lastErrorAt,
        Optional<Instant> lastGood) {

    /** What goes out. */
    public enum State {
        /** The origin has not answered yet. */
        STARTING,
        /** All is well. */
        ON_AIR,
        /** The origin failed and the backup origin goes out. */
        ON_BACKUP,
        /** The origin does not answer well; the last good playlists go out. */
        ORIGIN_DOWN,
        /** The origin answers but lists nothing new, as a frozen encoder does; the last playlists go out. */
        ORIGIN_STALE,
        /** Scruffy itself fails again and again; viewers are sent to the origin until it does not. */
        REDIRECTED
    }

    /**
     * How far down the ladder of failures the feed is: 0 all is well, 1 a spot was left out, 2 no spots can be placed, 3 the
     * origin fails, 4 viewers are sent to the origin. Each step ends by itself when its cause does.
     */
    public int level() {
        return switch (state) {
            case REDIRECTED -> 4;
            case ORIGIN_DOWN, ORIGIN_STALE, ON_BACKUP -> 3;
            case STARTING, ON_AIR -> spots.isEmpty() ? (lastDecision.isEmpty() ? 0 : 1) : 2;
        };
    }

    /** A planned break. */
    public record NextBreak(String id, Instant start, java.time.Duration capacity, int spots) {}
}
