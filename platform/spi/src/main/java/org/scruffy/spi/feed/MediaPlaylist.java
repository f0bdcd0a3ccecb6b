package org.scruffy.spi.feed;

import java.util.List;

/**
 * A live media playlist as read from the origin (RFC 8216 section 4.3.3).
 *
 * @param targetDuration whole seconds
 * @param dated whether it has EXT-X-PROGRAM-DATE-TIME; without it no segment's start means anything
 * @param ended whether it has EXT-X-ENDLIST
 * @param segments in play order, at least one
 */
public record MediaPlaylist(int targetDuration, boolean dated, boolean ended, List<Segment> segments) {

    public MediaPlaylist {
        segments = List.copyOf(segments);
    }
}
