package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * A day as a station logs it: from the local time its broadcast day starts at to the next, 23, 24 or 25 hours. What airs after
 * midnight and before that time belongs to the day before.
 *
 * @param startsAt the station's {@code broadcast_day_start}
 */
public record BroadcastDay(LocalDate date, LocalTime startsAt, ZoneId zone) {

    /** The day that an instant is in. */
    public static BroadcastDay at(Instant instant, LocalTime startsAt, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        BroadcastDay day = new BroadcastDay(local.toLocalDate(), startsAt, zone);
        // by instants, because where clocks are set back one local time is on both sides of the start
        if (instant.isBefore(day.start())) {
            return day.plusDays(-1);
        }
        return instant.isBefore(day.end()) ? day : day.plusDays(1);
    }

    public Instant start() {
        return LocalTimes.instant(date.atTime(startsAt), zone);
    }

    public Instant end() {
        return plusDays(1).start();
    }

    public BroadcastDay plusDays(int days) {
        return new BroadcastDay(date.plusDays(days), startsAt, zone);
    }
}
