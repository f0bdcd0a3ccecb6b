package org.scruffy.report;

import java.time.LocalDate;

/**
 * How full the breaks of a feed are in a part of a broadcast day.
 *
 * @param breaks how many there are, and how many of them are empty
 * @param capacityMs what all of them together hold
 * @param bookedMs how much of it is booked, as the week shows it
 * @param orderedMs how much of what is booked belongs to orders
 */
public record FillRate(
        String feed,
        LocalDate day,
        PartOfDay part,
        long breaks,
        long empty,
        long capacityMs,
        long bookedMs,
        long orderedMs) {

    FillRate plus(FillRate other) {
        return new FillRate(
                feed,
                day,
                part,
                breaks + other.breaks,
                empty + other.empty,
                capacityMs + other.capacityMs,
                bookedMs + other.bookedMs,
                orderedMs + other.orderedMs);
    }
}
