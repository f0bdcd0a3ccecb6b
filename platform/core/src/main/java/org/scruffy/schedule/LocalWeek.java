package org.scruffy.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/**
 * A week as people count it: from the local midnight that starts a Monday to the next, 167, 168 or 169 hours. The one place
 * where local time becomes an instant; SQL never does it, because PostgreSQL picks the other of two equal local times.
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

    /**
     * The instant of a local time. A time that a change of clocks skips moves forward by what was skipped; of two equal times
     * it is the first (RFC 5545, section 3.3.5).
     */
    public static Instant instant(LocalDateTime local, ZoneId zone) {
        return ZonedDateTime.of(local, zone).toInstant();
    }

    /** The second instant of a local time that comes twice; else the one it has. */
    public static Instant laterInstant(LocalDateTime local, ZoneId zone) {
        return ZonedDateTime.of(local, zone).withLaterOffsetAtOverlap().toInstant();
    }

    /** Whether a change of clocks repeats a local time. */
    public static boolean comesTwice(LocalDateTime local, ZoneId zone) {
        return zone.getRules().getValidOffsets(local).size() > 1;
    }

    /** Whether a change of clocks skips a local time. */
    public static boolean isSkipped(LocalDateTime local, ZoneId zone) {
        return zone.getRules().getValidOffsets(local).isEmpty();
    }

    public Instant start() {
        return monday.atStartOfDay(zone).toInstant();
    }

    public Instant end() {
        return monday.plusDays(7).atStartOfDay(zone).toInstant();
    }

    public LocalWeek next() {
        return new LocalWeek(monday.plusDays(7), zone);
    }
}
