package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;

/** Writes stations and feeds. */
record Stations(Sql sql) {

    private static final String UPSERT_STATION = """
            INSERT INTO station (call_sign, name, zone) VALUES (?1, ?2, ?3)
            ON CONFLICT (call_sign) DO UPDATE SET name = excluded.name, zone = excluded.zone, version = station.version + 1
            WHERE (station.name, station.zone) IS DISTINCT FROM (excluded.name, excluded.zone)
            """;

    private static final String INSERT_FEED = """
            INSERT INTO feed (station_id, name, title, kind, zone, origin, break_signal, added_by)
            SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM station WHERE call_sign = ?1
            ON CONFLICT (station_id, name)
            """;

    /** A feed that a person added stays as that person wrote it. */
    private static final String UPSERT_FEED = INSERT_FEED + """
            DO UPDATE SET title = excluded.title, kind = excluded.kind, zone = excluded.zone, origin = excluded.origin,
                          break_signal = excluded.break_signal, version = feed.version + 1
            WHERE feed.added_by = 'SOURCE' AND (feed.title, feed.kind, feed.zone, feed.origin, feed.break_signal)
                  IS DISTINCT FROM (excluded.title, excluded.kind, excluded.zone, excluded.origin, excluded.break_signal)
            """;

    /** Makes station and feeds as their source has them; the names of the feeds that changed. */
    List<String> follow(Station station) {
        sql.run(
                UPSERT_STATION,
                station.callSign(),
                station.name(),
                station.zone().getId());
        return station.feeds().stream()
                .filter(feed -> write(UPSERT_FEED, station.callSign(), feed, "SOURCE") > 0)
                .map(Feed::name)
                .toList();
    }

    /** Adds a feed by a person, with the schedule of the station's main feed from this week on. */
    void add(String callSign, Feed feed, Instant now) {
        LocalDate thisWeek = LocalWeek.at(now, feed.zone()).monday();
        FeedRow main = FeedRow.ofStation(sql, callSign, thisWeek).get(0);
        if (write(INSERT_FEED + "DO NOTHING", callSign, feed, "PERSON") == 0) {
            throw new FeedExists(callSign, feed.name());
        }
        FeedRow added = FeedRow.named(sql, callSign, feed.name(), thisWeek).get(0);
        copy(main, added, thisWeek);
        copy(main, added, thisWeek.plusWeeks(1));
    }

    /** Lets the feeds of a station that people added follow its main feed into a week. */
    List<String> copyMainFeed(String callSign, LocalDate monday) {
        List<FeedRow> feeds = FeedRow.ofStation(sql, callSign, monday);
        return feeds.stream()
                .filter(feed -> !feed.fromSource() && feed.revision() == 0)
                .filter(feed -> copy(feeds.get(0), feed, monday))
                .map(feed -> feed.feed().name())
                .toList();
    }

    private boolean copy(FeedRow from, FeedRow to, LocalDate monday) {
        return new WeekIntake(sql).copy(from.id(), to.id(), to.week(monday));
    }

    private int write(String statement, String callSign, Feed feed, String addedBy) {
        return sql.run(
                statement,
                callSign,
                feed.name(),
                feed.title(),
                feed.kind(),
                feed.zone().getId(),
                feed.origin().toString(),
                feed.breakSignal(),
                addedBy);
    }
}
