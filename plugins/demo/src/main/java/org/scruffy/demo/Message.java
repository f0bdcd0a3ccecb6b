package org.scruffy.demo;

import org.scruffy.spi.schedule.Creative;

/**
 * A spot of the demo: what it says and how it looks and sounds.
 *
 * @param segments 5 for 15.015 s, 10 for 30.030 s
 * @param copy one or two short lines below the name
 * @param scene how its picture is painted
 * @param color its own colour, as 0xRRGGBB
 * @param tone the lowest note of its chord, in hertz
 */
record Message(
        String adId,
        String title,
        String underwriter,
        int segments,
        String headline,
        String copy,
        Scene scene,
        int color,
        int tone) {

    /** What a picture shows behind its words. */
    enum Scene {
        HILLS,
        RIVER,
        SUNRISE,
        RINGS,
        BUNTING,
        CITY
    }

    Creative creative() {
        return new Creative(adId, title, underwriter, SegmentGrid.length(segments), adId);
    }

    boolean isOf(String anUnderwriter) {
        return !underwriter.isEmpty() && underwriter.equals(anUnderwriter);
    }
}
