package org.scruffy.schedule;

import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * A feed with what its weeks need to know of it.
 *
 * @param revision of the week asked for, 0 where that week has no schedule
 * @param days of that week that were locked or published
 * @param reference see {@link FeedSheet#reference}
 * @param revisions see {@link FeedSheet#revisions}
 */
record FeedRow(
        long id,
        String callSign,
        String stationName,
        ZoneId stationZone,
        Feed feed,
        boolean fromSource,
        long revision,
        long publishedRevision,
        List<FeedSheet.Day> days,
        long reference,
        long revisions) {

    private static final String SELECT = """
            SELECT f.id, s.call_sign, s.name AS station_name, s.zone AS station_zone, f.name, f.title, f.kind, f.zone, f.origin,
                   f.break_signal, f.dialect, f.added_by, COALESCE(w.revision, 0),
                   COALESCE(w.published_revision, 0) AS published,
                   (SELECT string_agg(concat_ws(' ', d.day, d.locked, COALESCE(d.published_revision, 0)), ',' ORDER BY d.day)
                    FROM feed_day d WHERE d.feed_id = f.id AND d.day >= CAST(?1 AS date) AND d.day < CAST(?1 AS date) + 7)
                   AS days,
                   (SELECT revision FROM reference) AS reference,
                   (SELECT COALESCE(sum(revision), 0) FROM feed_week WHERE feed_id = f.id) AS revisions
            FROM station s JOIN feed f ON f.station_id = s.id
            LEFT JOIN feed_week w ON w.feed_id = f.id AND w.week_start = CAST(?1 AS date)
            """;

    /** The feeds of a station; the only station's where none is named. One statement, unless the station is not known. */
    static List<FeedRow> ofStation(Sql sql, String callSign, LocalDate monday) {
        List<FeedRow> feeds = ofStationIfAny(sql, callSign, monday);
        if (feeds.isEmpty()) {
            List<String> callSigns = callSigns(sql);
            throw callSigns.contains(callSign)
                    ? new NoSuchFeed("feed", "", List.of())
                    : new NoSuchFeed("station", callSign, callSigns);
        }
        return feeds;
    }

    /** The same, empty where there is no such station or where it has no feed yet. */
    static List<FeedRow> ofStationIfAny(Sql sql, String callSign, LocalDate monday) {
        return sql.rows(SELECT + """
                                WHERE s.call_sign = CASE WHEN CAST(?2 AS text) <> '' THEN CAST(?2 AS text)
                                      ELSE (SELECT min(call_sign) FROM station HAVING count(*) = 1) END
                                ORDER BY f.id
                                """, monday, callSign).stream()
                .map(FeedRow::of)
                .toList();
    }

    private static List<FeedSheet.Day> days(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(FeedRow::day).toList();
    }

    private static FeedSheet.Day day(String text) {
        String[] parts = text.split(" ");
        return new FeedSheet.Day(LocalDate.parse(parts[0]), parts[1].equals("t"), Long.parseLong(parts[2]));
    }

    /** The same for some feeds by their names, with commas between them; all of them for {@code all} or nothing. */
    static List<FeedRow> named(Sql sql, String callSign, String name, LocalDate monday) {
        List<FeedRow> feeds = ofStation(sql, callSign, monday);
        if (name.isEmpty() || name.equals("all")) {
            return feeds;
        }
        List<String> names = List.of(name.split(",", -1));
        List<String> known = feeds.stream().map(row -> row.feed().name()).toList();
        names.stream().filter(each -> !known.contains(each)).findFirst().ifPresent(unknown -> {
            throw new NoSuchFeed("feed", unknown, known);
        });
        return feeds.stream().filter(row -> names.contains(row.feed().name())).toList();
    }

    static List<String> callSigns(Sql sql) {
        return sql.rows("SELECT call_sign FROM station ORDER BY call_sign").stream()
                .map(row -> row.text(0))
                .toList();
    }

    private static FeedRow of(Row row) {
        return new FeedRow(
                row.number(0),
                row.text(1),
                row.text(2),
                LocalTimes.zone(row.text(3)),
                feed(row, 4),
                row.text(11).equals("SOURCE"),
                row.number(12),
                row.number(13),
                days(row.text(14)),
                row.number(15),
                row.number(16));
    }

    /** A feed from the columns name, title, kind, zone, origin, break_signal and dialect, of which the first is given. */
    static Feed feed(Row row, int from) {
        return new Feed(
                row.text(from),
                row.text(from + 1),
                Feed.Kind.valueOf(row.text(from + 2)),
                LocalTimes.zone(row.text(from + 3)),
                URI.create(row.text(from + 4)),
                Feed.BreakSignal.valueOf(row.text(from + 5)),
                row.text(from + 6));
    }

    LocalWeek week(LocalDate monday) {
        return new LocalWeek(monday, feed.zone());
    }

    static List<Long> ids(List<FeedRow> feeds) {
        List<Long> ids = new ArrayList<>();
        feeds.forEach(row -> ids.add(row.id()));
        return ids;
    }
}
