package org.scruffy.exchange;

import java.net.URI;
import java.time.LocalTime;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.LocalTimes;

/** A feed of a station with how it counts time. */
record FeedLine(long id, FeedClock clock) {

    private static final String FEEDS = """
            SELECT f.id, s.call_sign, f.name, f.title, f.kind, f.zone, f.origin, f.break_signal,
                   CAST(s.broadcast_day_start AS text), f.frame_rate_num, f.frame_rate_den
            FROM feed f JOIN station s ON s.id = f.station_id WHERE s.call_sign = ?1 ORDER BY f.id
            """;

    static FeedLine named(Sql sql, String callSign, String name) {
        List<FeedLine> feeds =
                sql.rows(FEEDS, callSign).stream().map(FeedLine::of).toList();
        if (feeds.isEmpty()) {
            throw new NoSuchFeed("station", callSign, List.of());
        }
        return feeds.stream()
                .filter(line -> line.clock().feed().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchFeed(
                        "feed",
                        name,
                        feeds.stream().map(line -> line.clock().feed().name()).toList()));
    }

    private static FeedLine of(Row row) {
        Feed feed = new Feed(
                row.text(2),
                row.text(3),
                Feed.Kind.valueOf(row.text(4)),
                LocalTimes.zone(row.text(5)),
                URI.create(row.text(6)),
                Feed.BreakSignal.valueOf(row.text(7)));
        return new FeedLine(
                row.number(0), new FeedClock(row.text(1), feed, LocalTime.parse(row.text(8)), (int) row.number(9), (int)
                        row.number(10)));
    }
}
