package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.Station;

/** Reads and writes stations and feeds. */
record Stations(Sql sql) {

    private static final String UPSERT_STATION = """
            INSERT INTO station (call_sign, name, zone) VALUES (?1, ?2, ?3)
            ON CONFLICT (call_sign) DO UPDATE SET name = excluded.name, zone = excluded.zone, version = station.version + 1
            WHERE (station.name, station.zone) IS DISTINCT FROM (excluded.name, excluded.zone)
            """;

    private static final String INSERT_FEED = """
            INSERT INTO feed (station_id, name, title, kind, zone, origin, break_signal, added_by, dialect)
            SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM station WHERE call_sign = ?1
            ON CONFLICT (station_id, name)
            """;

    /** A feed that a person added stays as that person wrote it. */
    private static final String UPSERT_FEED = INSERT_FEED + """
            DO UPDATE SET title = excluded.title, kind = excluded.kind, zone = excluded.zone, origin = excluded.origin,
                          break_signal = excluded.break_signal, dialect = excluded.dialect, version = feed.version + 1
            WHERE feed.added_by = 'SOURCE' AND (feed.title, feed.kind, feed.zone, feed.origin, feed.break_signal, feed.dialect)
                  IS DISTINCT FROM (excluded.title, excluded.kind, excluded.zone, excluded.origin, excluded.break_signal, excluded.dialect)
            """;

    private static final String SELECT = """
            SELECT s.call_sign, s.name AS station_name, s.zone AS station_zone, f.name, f.title, f.kind, f.zone, f.origin,
                   f.break_signal, f.dialect
            FROM station s LEFT JOIN feed f ON f.station_id = s.id ORDER BY s.call_sign, f.id
            """;

    /** Every station, those without a feed included, with main feeds first. One statement. */
    List<Station> all() {
        Map<String, Station> stations = new LinkedHashMap<>();
        sql.rows(SELECT).forEach(row -> stations.merge(row.text(0), station(row), Stations::together));
        return List.copyOf(stations.values());
    }

    private static Station station(Row row) {
        List<Feed> feeds = row.empty(3) ? List.of() : List.of(FeedRow.feed(row, 3));
        return new Station(row.text(0), row.text(1), LocalTimes.zone(row.text(2)), feeds);
    }

    private static Station together(Station one, Station same) {
        List<Feed> feeds = new ArrayList<>(one.feeds());
        feeds.addAll(same.feeds());
        return new Station(one.callSign(), one.name(), one.zone(), feeds);
    }

    /** Adds a station without a feed by a person. */
    void add(Station station) {
        int added = sql.run(
                "INSERT INTO station (call_sign, name, zone) VALUES (?1, ?2, ?3) ON CONFLICT (call_sign) DO NOTHING",
                station.callSign(),
                station.name(),
                station.zone().getId());
        if (added == 0) {
            throw new StationExists(station.callSign());
        }
    }

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

    /** Adds a feed by a person, with the schedule of the station's main feed, where it has one, from this week on. */
    void add(String callSign, Feed feed, Instant now) {
        LocalDate thisWeek = LocalWeek.at(now, feed.zone()).monday();
        List<FeedRow> before = FeedRow.ofStationIfAny(sql, callSign, thisWeek);
        if (write(INSERT_FEED + "DO NOTHING", callSign, feed, "PERSON") == 0) {
            FeedRow.ofStation(sql, callSign, thisWeek); // an unknown station is said to be one
            throw new FeedExists(callSign, feed.name());
        }
        FeedRow added = FeedRow.named(sql, callSign, feed.name(), thisWeek).get(0);
        before.stream().findFirst().ifPresent(main -> {
            copy(main, added, thisWeek);
            copy(main, added, thisWeek.plusWeeks(1));
        });
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
                addedBy,
                feed.dialect());
    }
}
