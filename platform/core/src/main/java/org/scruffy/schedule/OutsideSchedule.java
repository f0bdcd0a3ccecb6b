package org.scruffy.schedule;

import java.time.LocalDate;
import java.util.Optional;

/** A week is asked for that has no schedule. */
public class OutsideSchedule extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final LocalDate monday;
    private final LocalDate first;
    private final LocalDate last;

    /** First and last week are null where there is no schedule at all. */
    OutsideSchedule(String station, LocalDate monday, LocalDate first, LocalDate last) {
        super("The week of " + monday + " has no schedule at " + station
                + (first == null ? ": there is none yet" : "; there is one from " + first + " to " + last.plusDays(6)));
        this.monday = monday;
        this.first = first;
        this.last = last;
    }

    public LocalDate monday() {
        return monday;
    }

    /** The Monday of the first week there is. */
    public Optional<LocalDate> first() {
        return Optional.ofNullable(first);
    }

    /** The Monday of the last week there is. */
    public Optional<LocalDate> last() {
        return Optional.ofNullable(last);
    }
}
