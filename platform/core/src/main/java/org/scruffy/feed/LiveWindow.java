package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What viewers are offered of a feed's first rendition.
 *
 * @param edge where it ends: the newest picture there is
 * @param segments in play order
 */
public record LiveWindow(String rendition, Instant edge, List<Listed> segments) {

    /**
     * A listed segment.
     *
     * @param sequence Media Sequence Number
     * @param discontinuity Discontinuity Sequence Number
     * @param discontinuous whether EXT-X-DISCONTINUITY stands before it
     * @param title of the spot it belongs to, empty where it is the network's
     * @param adId of that spot
     * @param cue OUT or IN where a cue was seen at its start, otherwise empty
     */
    public record Listed(
            long sequence,
            long discontinuity,
            boolean discontinuous,
            Instant start,
            Duration length,
            String title,
            String adId,
            String cue) {}

    public LiveWindow {
        segments = List.copyOf(segments);
    }
}
