package org.scruffy.spi.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A segment of a media playlist.
 *
 * @param sequence its Media Sequence Number
 * @param discontinuity its Discontinuity Sequence Number
 * @param uri as in the playlist
 * @param start when its first frame airs: its EXT-X-PROGRAM-DATE-TIME, or reckoned from the nearest earlier one
 * @param length its EXTINF
 * @param tags the lines that stand before its URI and belong to it, as they are and in their order, EXTINF among them
 */
public record Segment(
        long sequence, long discontinuity, String uri, Instant start, Duration length, List<String> tags) {

    public Segment {
        tags = List.copyOf(tags);
    }

    /** Whether it carries EXT-X-DISCONTINUITY. */
    public boolean discontinuous() {
        return tags.contains("#EXT-X-DISCONTINUITY");
    }

    public Instant end() {
        return start.plus(length);
    }
}
