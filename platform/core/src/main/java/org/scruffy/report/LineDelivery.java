package org.scruffy.report;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * What a line of an order got of what it asked for.
 *
 * @param until the last day of the flight
 * @param ordered spots in the whole flight
 * @param scheduled spots that are still to come
 * @param unproved spots whose time has passed and that nobody reconciled
 * @param aired spots that are proved to have aired
 * @param cut how many of the aired ones were too short
 * @param missed spots that did not air and are not made good
 * @param madeGood spots that did not air and were made good
 * @param expected how many spots should have run by the start of today, were they spread evenly over the flight
 */
public record LineDelivery(
        String order,
        String orderName,
        String underwriter,
        String state,
        String line,
        String lineName,
        LocalDate from,
        LocalDate until,
        long ordered,
        long scheduled,
        long unproved,
        long aired,
        long cut,
        long missed,
        long madeGood,
        long expected) {

    /** How many spots are neither scheduled nor have run: they have still to be placed. */
    public long shortBy() {
        return Math.max(0, ordered - scheduled - unproved - aired);
    }

    /** How many more spots have run than were expected by today; negative where it is behind. */
    public long ahead() {
        return aired + unproved - expected;
    }

    /** The even share of a promise that is due before a day. */
    static long expected(long ordered, LocalDate from, LocalDate until, LocalDate today) {
        long days = ChronoUnit.DAYS.between(from, until) + 1;
        long gone = Math.max(0, Math.min(days, ChronoUnit.DAYS.between(from, today)));
        return Math.round((double) ordered * gone / days);
    }
}
