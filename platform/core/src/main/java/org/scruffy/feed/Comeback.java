package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** Watches an origin that failed, while another is on: it is back when it has listed new segments for a while without a break. */
final class Comeback {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private Optional<Instant> since = Optional.empty();
    private Instant grown = Instant.EPOCH;
    private String newest = "";

    /** Begins to watch. */
    void start() {
        since = Optional.empty();
        newest = "";
    }

    /** Takes note of what the origin answered, nothing where it failed. */
    void saw(Optional<MediaPlaylist> playlist, Instant now) {
        if (playlist.isEmpty()) {
            since = Optional.empty();
            return;
        }
        Segment last = playlist.get().segments().get(playlist.get().segments().size() - 1);
        String seen = last.sequence() + " " + Window.path(last);
        if (!seen.equals(newest)) {
            since = newest.isEmpty() ? Optional.empty() : since.or(() -> Optional.of(now));
            newest = seen;
            grown = now;
        } else if (now.isAfter(grown.plusSeconds(3L * playlist.get().targetDuration()))) {
            since = Optional.empty();
        }
    }

    boolean over(Instant now) {
        return since.filter(from -> !now.isBefore(from.plus(LONG_ENOUGH))).isPresent();
    }
}
