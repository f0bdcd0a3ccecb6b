package org.scruffy.asrun;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.spi.schedule.LocalTimes;

/** A feed with what reading its logs needs to know of it. */
record FeedAt(long id, long stationId, String callSign, String name, ZoneId zone, LocalTime dayStart, FrameRate rate) {

    /** @throws NoSuchFeed where the station or the feed is not known */
    static FeedAt named(Sql sql, String callSign, String name) {
        List<FeedAt> feeds = sql.rows("""
                        SELECT f.id, s.id AS station, s.call_sign, f.name, f.zone, CAST(s.broadcast_day_start AS text),
                               f.frame_rate_num, f.frame_rate_den
                        FROM station s JOIN feed f ON f.station_id = s.id WHERE s.call_sign = ?1 ORDER BY f.id
                        """, callSign).stream()
                .map(row -> new FeedAt(
                        row.number(0),
                        row.number(1),
                        row.text(2),
                        row.text(3),
                        LocalTimes.zone(row.text(4)),
                        LocalTime.parse(row.text(5)),
                        new FrameRate((int) row.number(6), (int) row.number(7))))
                .toList();
        if (feeds.isEmpty()) {
            throw new NoSuchFeed("station", callSign, List.of());
        }
        return feeds.stream()
                .filter(feed -> feed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchFeed(
                        "feed", name, feeds.stream().map(FeedAt::name).toList()));
    }

    static long station(Sql sql, String callSign) {
        return sql.rows("SELECT id FROM station WHERE call_sign = ?1", callSign).stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchFeed("station", callSign, List.of()))
                .number(0);
    }

    BroadcastDay day(LocalDate day) {
        return new BroadcastDay(day, dayStart, zone);
    }

    /** When and where, in words: at Tue 24 Nov 14:27:30 on KSCF main. */
    String at(Instant at) {
        return "at " + LocalWeek.words(at, zone) + " on " + callSign + " " + name;
    }

    LocalDate dayOf(Instant at) {
        return BroadcastDay.at(at, dayStart, zone).day();
    }
}
