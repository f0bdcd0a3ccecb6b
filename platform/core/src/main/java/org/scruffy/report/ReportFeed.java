package org.scruffy.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.scruffy.asrun.BroadcastDay;
import org.scruffy.database.Sql;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.spi.schedule.LocalTimes;

/** A feed with its clock. */
record ReportFeed(long id, String name, ZoneId zone, LocalTime dayStart) {

    /**
     * The feeds of a station.
     *
     * @param name of the only one that is wanted, empty for all
     * @throws NoSuchFeed where the station or the feed is not known
     */
    static List<ReportFeed> of(Sql sql, String callSign, String name) {
        List<ReportFeed> feeds = sql.rows("""
                        SELECT f.id, f.name, f.zone, CAST(s.broadcast_day_start AS text)
                        FROM station s JOIN feed f ON f.station_id = s.id WHERE s.call_sign = ?1 ORDER BY f.id
                        """, callSign).stream()
                .map(row -> new ReportFeed(
                        row.number(0), row.text(1), LocalTimes.zone(row.text(2)), LocalTime.parse(row.text(3))))
                .toList();
        if (feeds.isEmpty()) {
            throw new NoSuchFeed("station", callSign, List.of());
        }
        List<ReportFeed> wanted = feeds.stream()
                .filter(feed -> name.isEmpty() || feed.name().equals(name))
                .toList();
        if (wanted.isEmpty()) {
            throw new NoSuchFeed(
                    "feed", name, feeds.stream().map(ReportFeed::name).toList());
        }
        return wanted;
    }

    LocalDateTime local(Instant at) {
        return at.atZone(zone).toLocalDateTime();
    }

    /** The broadcast day that an instant counts for. */
    LocalDate dayOf(Instant at) {
        return BroadcastDay.at(at, dayStart, zone).day();
    }

    Instant start(LocalDate day) {
        return new BroadcastDay(day, dayStart, zone).start();
    }
}
