package org.scruffy.desk;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.spi.schedule.LocalTimes;

/** A feed of the station that is edited. */
record DeskFeed(long id, String callSign, String name, ZoneId zone) {

    /** Every feed of a station. One statement. */
    static List<DeskFeed> ofStation(Sql sql, String callSign) {
        List<DeskFeed> feeds = sql.rows("""
                        SELECT f.id, s.call_sign, f.name, f.zone FROM feed f JOIN station s ON s.id = f.station_id
                        WHERE s.call_sign = ?1 ORDER BY f.id
                        """, callSign).stream()
                .map(row -> new DeskFeed(row.number(0), row.text(1), row.text(2), LocalTimes.zone(row.text(3))))
                .toList();
        if (feeds.isEmpty()) {
            throw new NoSuchFeed("station", callSign, List.of());
        }
        return feeds;
    }

    /** One of them, by name. */
    static DeskFeed named(List<DeskFeed> feeds, String name) {
        if (name == null || name.isEmpty()) {
            throw EditRefused.invalid("feed", "", "the name of a feed");
        }
        return feeds.stream()
                .filter(feed -> feed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> EditRefused.unknown("feed", name));
    }

    LocalDate day(Instant at) {
        return at.atZone(zone).toLocalDate();
    }

    Instant startOf(LocalDate day) {
        return LocalTimes.startOf(day, zone);
    }

    /** The local days that an interval touches. */
    List<LocalDate> days(Instant start, Instant end) {
        return day(start).datesUntil(day(end.minusNanos(1)).plusDays(1)).toList();
    }

    List<WeekKey> weeks(Instant start, Instant end) {
        List<WeekKey> keys = new ArrayList<>();
        LocalWeek.touchedBy(start, end, zone).forEach(week -> keys.add(new WeekKey(id, week.monday())));
        return keys;
    }

    /** For people: Tue 24 Nov 14:27:30 on KSCF main. */
    String local(Instant at) {
        return LocalWeek.words(at, zone) + " on " + callSign + " " + name;
    }
}
