package org.scruffy.feed;

import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;

/** Reads the versions of one live media playlist, one after the other, at the cost of what changed. */
final class PlaylistFollower {

    private Optional<PlaylistLines> last = Optional.empty();

    /** What the latest version lists of parts. */
    LowLatency lowLatency() {
        return last.map(PlaylistLines::lowLatency).orElse(LowLatency.NONE);
    }

    /**
     * Reads the next version, as {@link PlaylistReader#media} does, with every reference made absolute.
     *
     * @param body not changed by anybody after that
     * @param base the address it came from
     */
    Reading<MediaPlaylist> read(byte[] body, String base) {
        String refusal = PlaylistReader.notAPlaylist(body);
        if (!refusal.isEmpty()) {
            return Reading.refused(refusal);
        }
        PlaylistLines lines = new PlaylistLines(body, base);
        Reading<MediaPlaylist> reading = lines.read(last);
        if (reading.value().isPresent()) {
            last = Optional.of(lines);
        }
        return reading;
    }
}
