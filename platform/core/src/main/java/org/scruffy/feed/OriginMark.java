package org.scruffy.feed;

import org.scruffy.spi.feed.Segment;

/**
 * The newest segment of an origin's rendition that was considered, kept so that a restart recognises where it left off: an origin
 * may have forgotten its discontinuities since, or have started anew.
 *
 * @param sequence its Media Sequence Number at the origin, -1 before the first
 * @param discontinuity its Discontinuity Sequence Number at the origin, counted on where the origin forgets
 * @param path its address without the query, empty where it was never seen
 */
record OriginMark(long sequence, long discontinuity, String path) {

    static final OriginMark NONE = new OriginMark(-1, 0, "");

    /** Of a rendition whose origin has started anew, until it is numbered again: no window goes on from here. */
    static final OriginMark LOST = new OriginMark(Long.MAX_VALUE, 0, "");

    static OriginMark at(Segment segment) {
        return new OriginMark(segment.sequence(), segment.discontinuity(), Window.path(segment));
    }

    static OriginMark before(Segment segment) {
        return new OriginMark(segment.sequence() - 1, segment.discontinuity() - (segment.discontinuous() ? 1 : 0), "");
    }
}
