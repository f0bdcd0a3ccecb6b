package org.scruffy.spi.schedule;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * One week of one feed: from the local midnight that starts its Monday to the next, which is 167, 168 or 169 hours.
 *
 * @param station the call sign
 * @param revision grows with every change to this week of this feed
 * @param slots in air order; a slot that reaches over the week's edge is in both weeks
 */
public record Week(String station, Feed feed, LocalDate monday, long revision, List<Timeslot> slots) {

    public Week {
        slots = List.copyOf(slots);
    }

    public ZonedDateTime start() {
        return LocalTimes.startOf(monday, feed.zone()).atZone(feed.zone());
    }

    public ZonedDateTime end() {
        return LocalTimes.startOf(monday.plusDays(7), feed.zone()).atZone(feed.zone());
    }

    public Duration length() {
        return Duration.between(start(), end());
    }
}
