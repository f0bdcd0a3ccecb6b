package org.scruffy.feed;

import java.time.Duration;
import java.util.Collections;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Spot;

/**
 * The picture a station puts up by hand: the air-ready creative in the folder {@code slate} below the media folder, over and over.
 *
 * @param length of one round
 */
record Slate(Duration length) {

    static final String FOLDER = "slate";
    static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String BREAK = "slate-";

    static Reading<Slate> in(Creatives creatives) {
        Reading<Presentation> reading = creatives.read(FOLDER);
        return reading.value()
                .map(presentation ->
                        Reading.of(new Slate(presentation.renditions().get(0).length())))
                .orElseGet(() -> Reading.refused(reading.refusal()));
    }

    static boolean airs(Avail avail) {
        return avail.breakId().startsWith(BREAK);
    }

    /** A break of nothing else; it ends by itself where nobody ends it before. */
    AdBreak filling(AirAction action) {
        int rounds = (int) Math.max(1, LONGEST.dividedBy(length));
        Spot spot = new Spot("", new Creative("SLATE", "Slate", "", length, FOLDER));
        return new AdBreak(
                BREAK + action.id(), action.at(), LONGEST, AdBreak.Kind.MIXED, Collections.nCopies(rounds, spot));
    }
}
