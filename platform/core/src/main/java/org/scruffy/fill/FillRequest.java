package org.scruffy.fill;

import java.time.Duration;
import java.time.LocalDate;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.SpotFiller;

/**
 * What somebody asks to be filled.
 *
 * @param day any day of the week that is meant
 * @param budget of the filler
 * @param replaceAuto whether spots that were placed by a fill before may be moved and removed
 * @param airReadyOnly whether creatives that are not conditioned yet stay out
 * @param filler which one, {@value SpotFiller#HOUSE} for the platform's
 */
public record FillRequest(
        String callSign,
        String feed,
        LocalDate day,
        FillBudget budget,
        boolean replaceAuto,
        boolean airReadyOnly,
        String filler) {

    /** The longest a fill may take. */
    public static final Duration MOST_TIME = Duration.ofMinutes(10);
}
