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
 * @param tags the lines that belong to it, as they are: first the EXT-X-KEY and EXT-X-MAP lines that apply to it, wherever they
 *     stand, in the order in which they must be read; then those that stand before its URI, in their order, EXTINF among them
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
