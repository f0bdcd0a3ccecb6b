package org.scruffy.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * A week as people count it: from the local midnight that starts a Monday to the next, 167, 168 or 169 hours.
 */
public record LocalWeek(LocalDate monday, ZoneId zone) {

    private static final DateTimeFormatter WORDS = DateTimeFormatter.ofPattern("EEE d MMM HH:mm:ss", Locale.US);

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

    /** An instant as people of a feed say it: Tue 24 Nov 14:27:30. */
    public static String words(Instant at, ZoneId zone) {
        return WORDS.format(at.atZone(zone));
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

    public Instant start() {
        return LocalTimes.startOf(monday, zone);
    }

    public Instant end() {
        return LocalTimes.startOf(monday.plusDays(7), zone);
    }

    LocalWeek previous() {
        return new LocalWeek(monday.minusDays(7), zone);
    }

    public LocalWeek next() {
        return new LocalWeek(monday.plusDays(7), zone);
    }
}
