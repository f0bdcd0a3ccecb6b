package org.scruffy.feed;

import java.time.Instant;

/**
 * What is wrong with a feed now.
 *
 * @param since when
 * @param words what was found
 */
public record AirTrouble(Kind kind, Instant since, String words) {

    /** What can be wrong, and what Scruffy does about it. */
    public enum Kind {
        OFF("Scruffy did not run. It went on where it had left off when it was started again."),
        ORIGIN_DOWN("Viewers keep the last good playlists. The network is asked again every few seconds."),
        ORIGIN_STALE("Viewers keep the last playlists. The network is asked again every few seconds."),
        ON_BACKUP("The backup origin goes out until the first one answers well again."),
        REDIRECTED("Viewers are sent to the network’s own playlists until a poll succeeds again. No spot airs."),
        GUARD("The playlists that would have broken players were kept back and viewers hold the last good ones."
                + " If that does not pass by itself, numbering begins anew."),
        DATABASE(
                "Breaks that cannot be written down stay with the network. Everything else is written as soon as it can be.");

        private final String doing;

        Kind(String doing) {
            this.doing = doing;
        }

        /** What Scruffy does about it, in words. */
        public String doing() {
            return doing;
        }
    }
}
