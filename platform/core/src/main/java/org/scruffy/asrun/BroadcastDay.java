package org.scruffy.asrun;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.scruffy.schedule.LocalWeek;

/** A day as a feed counts it: from the start of its broadcast day to the next, 23, 24 or 25 hours. */
public record BroadcastDay(LocalDate day, LocalTime startsAt, ZoneId zone) {

    /** The day that an instant is in. */
    public static BroadcastDay at(Instant instant, LocalTime startsAt, ZoneId zone) {
        BroadcastDay local = new BroadcastDay(instant.atZone(zone).toLocalDate(), startsAt, zone);
        return instant.isBefore(local.start()) ? new BroadcastDay(local.day.minusDays(1), startsAt, zone) : local;
    }

    public Instant start() {
        return LocalWeek.instant(day.atTime(startsAt), zone);
    }

    Instant end() {
        return LocalWeek.instant(day.plusDays(1).atTime(startsAt), zone);
    }
}
