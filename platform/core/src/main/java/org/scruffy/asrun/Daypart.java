package org.scruffy.asrun;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * When spots of a line may air, in local time.
 *
 * @param first the first day of the flight
 * @param end the day after its last
 * @param days bit 0 is Monday
 * @param to before {@code from} where it reaches over midnight, the same for the whole day
 */
record Daypart(LocalDate first, LocalDate end, int days, LocalTime from, LocalTime to) {

    boolean flies(LocalDateTime local) {
        LocalDate day = day(local);
        return !day.isBefore(first) && day.isBefore(end);
    }

    boolean holds(LocalDateTime local) {
        return (days >> (day(local).getDayOfWeek().getValue() - 1) & 1) == 1 && within(local.toLocalTime());
    }

    /** What airs after midnight in a daypart that began before it belongs to the day it began on. */
    private LocalDate day(LocalDateTime local) {
        boolean after = to.isBefore(from) && local.toLocalTime().isBefore(to);
        return after ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }

    private boolean within(LocalTime time) {
        if (from.equals(to)) {
            return true;
        }
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }
}
