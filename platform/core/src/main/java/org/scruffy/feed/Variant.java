package org.scruffy.feed;

/**
 * What a rendition of a feed is, to find what of a creative airs in it.
 *
 * @param height of the picture, 0 where it is not said
 * @param language of the sound or the text, empty where it is not said
 * @param fragmented whether its segments are fragmented MP4
 */
record Variant(Kind kind, int height, long bandwidth, String language, boolean fragmented) {

    enum Kind {
        /** Pictures, with their sound where it is not by itself. */
        PICTURE,
        SOUND,
        /** WebVTT. */
        TEXT
    }
}
