package org.scruffy.alert;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * When nobody of a station wants to be told, in its local time; over midnight where the end is earlier than the beginning.
 *
 * @param begins the first minute
 * @param ends the minute after the last
 */
public record QuietHours(String station, LocalTime begins, LocalTime ends) {

    public QuietHours {
        if (begins.equals(ends)) {
            throw new IllegalArgumentException("Quiet hours of " + station + " begin and end at " + begins);
        }
    }

    /** When they end, where they are now. */
    Optional<Instant> end(Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        LocalTime time = local.toLocalTime();
        LocalDate day = local.toLocalDate();
        boolean over = ends.isBefore(begins);
        if (over && !time.isBefore(begins)) {
            return Optional.of(at(day.plusDays(1), zone));
        }
        boolean quiet = time.isBefore(ends) && (over || !time.isBefore(begins));
        return quiet ? Optional.of(at(day, zone)) : Optional.empty();
    }

    /** An hour that is there twice in autumn is quiet twice. */
    private Instant at(LocalDate day, ZoneId zone) {
        return LocalTimes.instant(day.atTime(ends), zone, LocalTimes.Fold.LATER);
    }
}
