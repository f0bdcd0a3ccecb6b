package org.scruffy.report;

import java.time.Instant;
import java.util.List;

/**
 * What was on the air where and while something happened, and who had paid for it.
 *
 * @param timeslots by station, feed and time, at most 1,000
 * @param breaks the avails that were named, and where none was the planned breaks of the time and the avails without one, in the same order, at most 1,000
 * @param underwriters whose spots these breaks had, those with the most time first
 * @param bookedMs how long the spots of all underwriters are, in milliseconds, each once
 */
public record BlastRadius(List<Slot> timeslots, List<Touched> breaks, List<Booked> underwriters, long bookedMs) {

    public BlastRadius {
        timeslots = List.copyOf(timeslots);
        breaks = List.copyOf(breaks);
        underwriters = List.copyOf(underwriters);
    }

    public record Slot(String station, String feed, String program, Instant startsAt, Instant endsAt) {}

    /**
     * @param id as an avail is asked for by: its own, or {@code break-} and the id of its break
     * @param lengthMs how long it was to be
     * @param spots how many spots it had
     * @param bookedMs how long those of underwriters were
     */
    public record Touched(
            String station, String feed, String id, Instant at, long lengthMs, int spots, long bookedMs) {}

    /** @param underwriter its name */
    public record Booked(String underwriter, int spots, long bookedMs) {}
}
