package org.scruffy.feed;

import java.time.Duration;

/**
 * A part of a segment (draft-pantos-hls-rfc8216bis section 4.4.4.9).
 *
 * @param tag its EXT-X-PART line
 */
record Part(Duration length, String tag) {

    static final String TAG = "#EXT-X-PART:";

    /** A stretch of a file from a byte on. */
    static Part of(Duration length, String uri, long from, long bytes, boolean independent) {
        return new Part(
                length,
                TAG + "DURATION=" + Timeline.seconds(length) + ",URI=\"" + uri + "\",BYTERANGE=\"" + bytes + '@' + from
                        + '"' + (independent ? ",INDEPENDENT=YES" : ""));
    }

    /** The line that tells of it before it is there. */
    String hint() {
        Attributes said = Attributes.of(tag.substring(TAG.length()));
        String[] range = said.text("BYTERANGE").split("@", 2);
        return "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"" + said.text("URI") + '"'
                + (range.length == 2 ? ",BYTERANGE-START=" + range[1] + ",BYTERANGE-LENGTH=" + range[0] : "");
    }
}
