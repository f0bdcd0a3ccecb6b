package org.scruffy.fill;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.order.Daypart;
import org.scruffy.order.Rotation;
import org.scruffy.rule.Clearance;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.spi.schedule.LocalTimes;

/**
 * The fetch plan of a fill: one statement for each of feeds, locked days, categories, lines with their creatives, breaks and
 * spots, however many there are.
 */
record FillRows(Sql sql) {

    private static final String FEEDS = """
            SELECT f.id, f.name, f.kind, f.zone, s.call_sign,
                   EXISTS (SELECT 1 FROM feed_week w WHERE w.feed_id = f.id AND w.week_start = CAST(?2 AS date))
            FROM station s JOIN feed f ON f.station_id = s.id WHERE s.call_sign = ?1 ORDER BY f.id
            """;

    private static final String LOCKED =
            "SELECT day FROM feed_day WHERE feed_id = ?1 AND locked AND day BETWEEN CAST(?2 AS date) AND CAST(?3 AS date)";

    /** What a line has elsewhere: on other feeds, and, where it counts by the flight, in other weeks. */
    private static final String LINES = """
            SELECT l.id, l.name, u.name AS underwriter, u.category_id, lower(l.flight) AS first_day, upper(l.flight) - 1 AS last_day,
                   l.spots, l.duration_ms, l.days, CAST(l.from_local AS text) AS from_local, CAST(l.to_local AS text) AS to_local,
                   l.priority, l.pacing, l.sep_minutes, l.max_per_day, l.max_per_break, l.rotation,
                   (SELECT count(*) FROM placement p JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on
                    WHERE p.order_line_id = l.id AND p.status NOT IN ('MISSED', 'PREEMPTED', 'MADE_GOOD')
                      AND CASE WHEN b.starts_at >= CAST(?2 AS timestamptz) AND b.starts_at < CAST(?3 AS timestamptz)
                               THEN b.feed_id <> ?1 ELSE l.per = 'FLIGHT' END) AS elsewhere,
                   c.ad_id, c.kind, c.duration_ms AS creative_ms, c.approval, lower(c.valid) AS valid_from,
                   upper(c.valid) - 1 AS valid_until, air_ready(c.id, c.sha256, c.duration_ms, c.media, ?1) AS air_ready, cu.name AS creative_underwriter,
                   cu.category_id AS creative_category, lc.weight
            FROM order_line_feed lf JOIN order_line l ON l.id = lf.line_id AND NOT l.disabled
            JOIN traffic_order o ON o.id = l.order_id AND o.state = 'APPROVED' AND NOT o.disabled
            JOIN underwriter u ON u.id = o.underwriter_id
            LEFT JOIN line_creative lc ON lc.line_id = l.id
            LEFT JOIN creative c ON c.id = lc.creative_id AND c.approval = 'APPROVED' AND NOT c.disabled
            LEFT JOIN underwriter cu ON cu.id = c.underwriter_id
            WHERE lf.feed_id = ?1 AND l.flight && daterange(CAST(?4 AS date), CAST(?5 AS date), '[]')
            ORDER BY l.id, lc.position, c.id
            """;

    private static final String CREATIVE = """
            SELECT c.ad_id, c.kind, c.duration_ms, c.approval, lower(c.valid), upper(c.valid) - 1, c.media <> '', u.name, u.category_id,
                   c.title
            FROM creative c LEFT JOIN underwriter u ON u.id = c.underwriter_id WHERE c.ad_id = ?1 AND NOT c.disabled
            """;

    private static final String BREAKS = """
            SELECT b.id, b.starts_at, b.capacity_ms, b.kind, b.locked
            FROM ad_break b JOIN timeslot t ON t.id = b.slot_id AND t.state <> 'CANCELLED'
            WHERE b.feed_id = ?1 AND b.starts_at >= CAST(?2 AS timestamptz) AND b.starts_at < CAST(?3 AS timestamptz)
            ORDER BY b.starts_at, b.id
            """;

    private static final String SPOTS = """
            SELECT p.id, p.version, p.break_id, p.order_line_id, p.duration_ms, p.origin, p.status, c.ad_id, c.kind,
                   u.name AS underwriter, u.category_id
            FROM ad_break b JOIN timeslot t ON t.id = b.slot_id AND t.state <> 'CANCELLED'
            JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
                 AND p.status NOT IN ('MISSED', 'PREEMPTED', 'MADE_GOOD')
            JOIN creative c ON c.id = p.creative_id LEFT JOIN underwriter u ON u.id = c.underwriter_id
            WHERE b.feed_id = ?1 AND b.starts_at >= CAST(?2 AS timestamptz) AND b.starts_at < CAST(?3 AS timestamptz)
            ORDER BY b.starts_at, b.id, p.seq
            """;

    /** The line of a creative that no order asks for. */
    static final long NO_LINE = -1;

    private static final int LEAST_PRIORITY = 16;

    record FeedOf(long id, String name, String kind, ZoneId zone, String callSign, boolean scheduled) {}

    record BreakOf(long id, Instant start, long capacityMs, String kind, boolean locked) {}

    record CreativeOf(Clearance.Candidate candidate, int weight) {}

    /** @param elsewhere how many spots it has that count towards the same promise, but are not in this week of this feed */
    record LineOf(
            long id,
            String name,
            String underwriter,
            List<String> categories,
            LocalDate first,
            LocalDate last,
            int spots,
            long lengthMs,
            Daypart daypart,
            int priority,
            String pacing,
            long separationMinutes,
            OptionalInt maxPerDay,
            int maxPerBreak,
            Rotation rotation,
            int elsewhere,
            List<CreativeOf> creatives) {}

    /** @param line 0 where it belongs to none */
    record SpotOf(
            long id,
            int version,
            long breakId,
            long line,
            long lengthMs,
            String origin,
            String status,
            String adId,
            boolean credit,
            String underwriter,
            List<String> categories) {}

    /** The feed of that name, and whether its week has a schedule. */
    FeedOf feed(String callSign, String name, LocalDate monday) {
        List<FeedOf> feeds = sql.rows(FEEDS, callSign, monday).stream()
                .map(row -> new FeedOf(
                        row.number(0),
                        row.text(1),
                        row.text(2),
                        LocalTimes.zone(row.text(3)),
                        row.text(4),
                        Boolean.parseBoolean(row.text(5))))
                .toList();
        if (feeds.isEmpty()) {
            throw new NoSuchFeed("station", callSign, List.of());
        }
        return feeds.stream()
                .filter(feed -> feed.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchFeed(
                        "feed", name, feeds.stream().map(FeedOf::name).toList()));
    }

    Set<LocalDate> locked(FeedOf feed, LocalDate from, LocalDate until) {
        return sql.rows(LOCKED, feed.id(), from, until).stream()
                .map(row -> row.day(0))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Each category's code with those above it, by its id. */
    Map<Long, List<String>> categories() {
        Map<Long, Row> rows = new HashMap<>();
        sql.rows("SELECT id, code, parent_id FROM category").forEach(row -> rows.put(row.number(0), row));
        Map<Long, List<String>> upwards = new HashMap<>();
        rows.forEach((id, row) -> {
            List<String> codes = new ArrayList<>();
            for (Row at = row; at != null && !codes.contains(at.text(1)); at = above(rows, at)) {
                codes.add(at.text(1));
            }
            upwards.put(id, List.copyOf(codes));
        });
        return upwards;
    }

    private static Row above(Map<Long, Row> rows, Row row) {
        return row.empty(2) ? null : rows.get(row.number(2));
    }

    /** The lines that want spots in the week, with the creatives that may air at all. */
    List<LineOf> lines(FeedOf feed, LocalWeek week, Map<Long, List<String>> categories) {
        Map<Long, List<Row>> byLine =
                sql
                        .rows(
                                LINES,
                                feed.id(),
                                week.start(),
                                week.end(),
                                week.monday(),
                                week.monday().plusDays(6))
                        .stream()
                        .collect(Collectors.groupingBy(row -> row.number(0), LinkedHashMap::new, Collectors.toList()));
        return byLine.values().stream().map(rows -> line(rows, categories)).toList();
    }

    private static LineOf line(List<Row> rows, Map<Long, List<String>> categories) {
        Row row = rows.get(0);
        return new LineOf(
                row.number(0),
                row.text(1),
                row.text(2),
                ofId(categories, row, 3),
                row.day(4),
                row.day(5),
                (int) row.number(6),
                row.number(7),
                new Daypart(
                        Daypart.days((int) row.number(8)), LocalTime.parse(row.text(9)), LocalTime.parse(row.text(10))),
                (int) row.number(11),
                row.text(12),
                row.number(13),
                row.empty(14) ? OptionalInt.empty() : OptionalInt.of((int) row.number(14)),
                (int) row.number(15),
                Rotation.valueOf(row.text(16)),
                (int) row.number(17),
                rows.stream()
                        .filter(creative -> !creative.empty(18))
                        .map(creative -> new CreativeOf(candidate(creative, 18, categories), (int) creative.number(27)))
                        .toList());
    }

    /** From a column on. */
    private static Clearance.Candidate candidate(Row row, int at, Map<Long, List<String>> categories) {
        return new Clearance.Candidate(
                row.text(at),
                row.text(at + 1),
                row.number(at + 2),
                row.text(at + 3),
                day(row, at + 4),
                day(row, at + 5),
                Boolean.parseBoolean(row.text(at + 6)),
                row.text(at + 7),
                ofId(categories, row, at + 8));
    }

    /** What a creative wants that no order asks for: to air once in the week, whenever it may. */
    Optional<LineOf> lineOf(String adId, LocalWeek week, Map<Long, List<String>> categories) {
        return sql.rows(CREATIVE, adId).stream().findFirst().map(row -> {
            Clearance.Candidate creative = candidate(row, 0, categories);
            return new LineOf(
                    NO_LINE,
                    row.text(9),
                    creative.underwriter(),
                    creative.categories(),
                    week.monday(),
                    week.monday().plusDays(6),
                    1,
                    creative.lengthMs(),
                    new Daypart(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT),
                    LEAST_PRIORITY,
                    "EVEN",
                    0,
                    OptionalInt.empty(),
                    1,
                    Rotation.EVEN,
                    0,
                    List.of(new CreativeOf(creative, 1)));
        });
    }

    private static Optional<LocalDate> day(Row row, int column) {
        return row.empty(column) ? Optional.empty() : Optional.of(row.day(column));
    }

    private static List<String> ofId(Map<Long, List<String>> categories, Row row, int column) {
        return row.empty(column) ? List.of() : categories.getOrDefault(row.number(column), List.of());
    }

    List<BreakOf> breaks(FeedOf feed, Instant from, Instant to) {
        return sql.rows(BREAKS, feed.id(), from, to).stream()
                .map(row -> new BreakOf(
                        row.number(0), row.at(1), row.number(2), row.text(3), Boolean.parseBoolean(row.text(4))))
                .toList();
    }

    List<SpotOf> spots(FeedOf feed, Instant from, Instant to, Map<Long, List<String>> categories) {
        return sql.rows(SPOTS, feed.id(), from, to).stream()
                .map(row -> new SpotOf(
                        row.number(0),
                        (int) row.number(1),
                        row.number(2),
                        row.empty(3) ? 0 : row.number(3),
                        row.number(4),
                        row.text(5),
                        row.text(6),
                        row.text(7),
                        row.text(8).equals("CREDIT") || row.text(8).equals("PREMIER"),
                        row.text(9),
                        ofId(categories, row, 10)))
                .toList();
    }
}
