package org.scruffy.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Spot;

/**
 * The fetch plan of the breaks of some hours of one feed, for the thread that stitches it: two statements. A spot has its copy on the
 * feed's ladder, where there is one.
 */
record BreakPlan(Sql sql) {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String BREAKS = """
            SELECT b.id, b.starts_at, b.capacity_ms, b.kind
            FROM station s JOIN feed f ON f.station_id = s.id JOIN ad_break b ON b.feed_id = f.id
            JOIN timeslot t ON t.id = b.slot_id AND t.state <> 'CANCELLED'
            WHERE s.call_sign = ?1 AND f.name = ?2
              AND b.starts_at > CAST(?3 AS timestamptz) AND b.starts_at < CAST(?4 AS timestamptz)
              AND b.starts_at + b.capacity_ms * interval '1 millisecond' > CAST(?5 AS timestamptz)
            ORDER BY b.starts_at, b.id
            """;

    private static final String SPOTS = """
            SELECT p.id, p.break_id, c.ad_id, c.title, u.name, COALESCE(a.length_ms, c.duration_ms), COALESCE(a.folder, c.media)
            FROM placement p JOIN creative c ON c.id = p.creative_id LEFT JOIN underwriter u ON u.id = c.underwriter_id
            JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on LEFT JOIN feed_ladder l ON l.feed_id = b.feed_id
            LEFT JOIN air_copy a ON a.creative_id = c.id AND a.source = c.sha256 AND a.booked_ms = c.duration_ms
                 AND a.ladder = l.ladder AND a.state = 'READY'
            WHERE p.break_id = ANY (CAST(?1 AS bigint[])) ORDER BY p.break_id, p.seq
            """;

    /** The breaks that last into or start within the interval, in air order. */
    List<AdBreak> breaks(String callSign, String feed, Instant from, Instant to) {
        List<Row> breaks = sql.rows(BREAKS, callSign, feed, from.minus(LONGEST), to, from);
        if (breaks.isEmpty()) {
            return List.of();
        }
        List<Long> ids = breaks.stream().map(row -> row.number(0)).toList();
        Map<Long, List<Row>> spots = WeekPlan.by(1, sql.rows(SPOTS, ids));
        return breaks.stream()
                .map(row -> adBreak(row, spots.getOrDefault(row.number(0), List.of())))
                .toList();
    }

    private static AdBreak adBreak(Row row, List<Row> spots) {
        return new AdBreak(
                row.id(0),
                row.at(1),
                row.length(2),
                AdBreak.Kind.valueOf(row.text(3)),
                spots.stream()
                        .map(spot -> new Spot(spot.id(0), WeekPlan.creative(spot, 2)))
                        .toList());
    }
}
