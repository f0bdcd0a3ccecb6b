package org.scruffy.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * A week as people count it: from the local midnight that starts a Monday to the next, 167, 168 or 169 hours.
 */
public record LocalWeek(LocalDate monday, ZoneId zone) {

    public LocalWeek {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException("A week starts on a Monday, not on " + monday);
        }
    }

    /** The Monday of the week a day is in. */
    public static LocalDate mondayOf(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }

    /** The week that an instant is in. */
    public static LocalWeek at(Instant instant, ZoneId zone) {
        return new LocalWeek(mondayOf(instant.atZone(zone).toLocalDate()), zone);
    }

    /** The weeks that an interval touches. */
    public static List<LocalWeek> touchedBy(Instant start, Instant end, ZoneId zone) {
        LocalDate last = at(end.minusNanos(1), zone).monday();
        return at(start, zone)
                .monday()
                .datesUntil(last.plusDays(1), java.time.Period.ofWeeks(1))
                .map(monday -> new LocalWeek(monday, zone))
                .toList();
    }

    /** The instant of a local time, by the policy of {@link LocalTimes}. */
    public static Instant instant(LocalDateTime local, ZoneId zone) {
        return LocalTimes.instant(local, zone);
    }

    /** The second instant of a local time that comes twice; else the one it has. */
    public static Instant laterInstant(LocalDateTime local, ZoneId zone) {
        return LocalTimes.instant(local, zone, LocalTimes.Fold.LATER);
    }

    /** Whether a change of clocks repeats a local time. */
    public static boolean comesTwice(LocalDateTime local, ZoneId zone) {
        return LocalTimes.every(local, zone).size() > 1;
    }

    /** Whether a change of clocks skips a local time. */
    public static boolean isSkipped(LocalDateTime local, ZoneId zone) {
        return LocalTimes.every(local, zone).isEmpty();
    }

    public Instant start() {
        return LocalTimes.startOf(monday, zone);
    }

    public Instant end() {
        return LocalTimes.startOf(monday.plusDays(7), zone);
    }

    public LocalWeek next() {
        return new LocalWeek(monday.plusDays(7), zone);
    }
}
