package org.scruffy.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A spot of an order that did not air, and what makes it good.
 *
 * @param spot its id
 * @param plannedAt the start of its break
 * @param day the broadcast day of that
 * @param outcome MISSED or PREEMPTED
 * @param madeAt the start of the break it is made good in, empty where it is still owed
 * @param proved whether the spot that makes it good has aired
 */
public record Owed(
        String spot,
        String feed,
        String zone,
        Instant plannedAt,
        LocalDate day,
        String adId,
        String title,
        String underwriter,
        String order,
        String line,
        String outcome,
        Optional<Instant> madeAt,
        boolean proved) {

    /** OPEN, PLACED or AIRED. */
    public String state() {
        if (madeAt.isEmpty()) {
            return "OPEN";
        }
        return proved ? "AIRED" : "PLACED";
    }
}
