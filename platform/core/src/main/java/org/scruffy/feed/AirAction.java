package org.scruffy.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody did to a feed by hand.
 *
 * @param id of its row
 * @param at when
 * @param actor who
 * @param breakId the break it is about, empty for what is about the feed
 * @param undoneAt when it was taken back
 */
public record AirAction(long id, Kind kind, Instant at, String actor, String breakId, Optional<Instant> undoneAt) {

    /** What can be done by hand. */
    public enum Kind {
        /** A planned break starts now. */
        FIRE,
        /** The slate goes up now. */
        SLATE,
        /** A break that is to come does not air. */
        CANCEL,
        /** The break that is on ends now. */
        RETURN,
        /** No break airs until this is taken back. */
        BYPASS
    }

    boolean holds() {
        return undoneAt.isEmpty();
    }
}
