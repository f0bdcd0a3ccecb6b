package org.scruffy.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.order.Daypart;
import org.scruffy.spi.schedule.LocalTimes;

/** Reads what the judge needs: what was asked about, the rules, the categories, and the breaks around. Four statements. */
record PlacedRows(Sql sql) {

    /** A break that was asked about, and how far the order of a line in it reaches. */
    record Asked(long breakId, Placed.Feed feed, Instant start, long lineMinutes) {}

    /** An interval of a feed. */
    private record Span(long feedId, Instant from, Instant to) {}

    private static final String ASKED = """
            SELECT b.id, b.starts_at, f.id AS feed_id, f.name, f.kind, f.zone, s.call_sign, COALESCE(max(l.sep_minutes), 0)
            FROM ad_break b JOIN feed f ON f.id = b.feed_id JOIN station s ON s.id = f.station_id
            LEFT JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
            LEFT JOIN order_line l ON l.id = p.order_line_id
            WHERE b.id = ANY (CAST(?1 AS bigint[]))
            GROUP BY b.id, f.id, s.id
            """;

    private static final String RULES = """
            SELECT r.id, r.scope, COALESCE(s.call_sign, fs.call_sign), f.name, r.type, CAST(r.params AS text), r.severity,
                   lower(r.valid) AS valid_from, upper(r.valid) - 1 AS valid_until, r.enabled, r.version
            FROM rule r LEFT JOIN station s ON s.id = r.station_id
            LEFT JOIN feed f ON f.id = r.feed_id LEFT JOIN station fs ON fs.id = f.station_id
            """;

    private static final String OF_FEEDS = RULES + """
            WHERE r.enabled AND (r.scope = 'NETWORK' OR r.feed_id = ANY (CAST(?1 AS bigint[]))
                  OR r.station_id IN (SELECT station_id FROM feed WHERE id = ANY (CAST(?1 AS bigint[]))))
            ORDER BY r.id
            """;

    private static final String AROUND = """
            SELECT b.id, b.feed_id, b.starts_at, b.capacity_ms, b.kind, p.id AS spot_id, p.duration_ms, c.ad_id,
                   c.kind AS creative_kind, c.duration_ms AS creative_ms, c.approval, lower(c.valid) AS valid_from,
                   upper(c.valid) - 1 AS valid_until, air_ready(c.id, c.sha256, c.duration_ms, c.media, b.feed_id) AS air_ready, u.name AS underwriter, u.category_id,
                   l.id AS line_id, l.name AS line_name, o.state, lower(l.flight) AS flight_from, upper(l.flight) - 1 AS flight_until,
                   l.duration_ms AS line_ms, l.days, l.from_local, l.to_local, l.sep_minutes, l.max_per_day, l.max_per_break,
                   (SELECT string_agg(CAST(lf.feed_id AS text), ',') FROM order_line_feed lf WHERE lf.line_id = l.id) AS feeds
            FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[])) AS w(feed_id, starts, ends)
            JOIN ad_break b ON b.feed_id = w.feed_id AND b.starts_at >= w.starts AND b.starts_at < w.ends
            JOIN timeslot t ON t.id = b.slot_id AND t.state <> 'CANCELLED'
            LEFT JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on
                 AND p.status NOT IN ('MISSED', 'PREEMPTED', 'MADE_GOOD')
            LEFT JOIN creative c ON c.id = p.creative_id LEFT JOIN underwriter u ON u.id = c.underwriter_id
            LEFT JOIN order_line l ON l.id = p.order_line_id LEFT JOIN traffic_order o ON o.id = l.order_id
            ORDER BY b.starts_at, b.id, p.seq
            """;

    List<Asked> asked(Collection<Long> breakIds) {
        return sql.rows(ASKED, breakIds).stream()
                .map(row -> new Asked(
                        row.number(0),
                        new Placed.Feed(
                                row.number(2), row.text(3), row.text(4), LocalTimes.zone(row.text(5)), row.text(6)),
                        row.at(1),
                        row.number(7)))
                .toList();
    }

    List<Rule> rules(Collection<Long> feedIds) {
        return sql.rows(OF_FEEDS, feedIds).stream().map(PlacedRows::rule).toList();
    }

    /** The rules of the network and of one station, by scope and type. */
    List<Rule> rulesOf(String callSign) {
        return sql.rows(RULES + """
                        WHERE r.scope = 'NETWORK' OR s.call_sign = ?1 OR fs.call_sign = ?1
                        ORDER BY r.type, CASE r.scope WHEN 'NETWORK' THEN 0 WHEN 'STATION' THEN 1 ELSE 2 END, r.id
                        """, callSign).stream().map(PlacedRows::rule).toList();
    }

    /** One rule, and nobody else changes it before this transaction ends. */
    Optional<Rule> lockedRule(long id) {
        return sql.rows(RULES + " WHERE r.id = ?1 FOR UPDATE OF r", id).stream()
                .map(PlacedRows::rule)
                .findFirst();
    }

    private static Rule rule(Row row) {
        return new Rule(
                row.number(0),
                Scope.valueOf(row.text(1)),
                row.text(2),
                row.text(3),
                RuleType.valueOf(row.text(4)),
                row.text(5),
                Severity.valueOf(row.text(6)),
                day(row, 7),
                day(row, 8),
                Boolean.parseBoolean(row.text(9)),
                (int) row.number(10));
    }

    private static Optional<LocalDate> day(Row row, int column) {
        return row.empty(column) ? Optional.empty() : Optional.of(row.day(column));
    }

    /** The breaks of each feed that can matter to those asked about: a local day around, and as far as minutes are counted. */
    Map<Long, List<Placed.Break>> around(List<Asked> asked, List<Rule> rules) {
        long ruleMinutes = rules.stream()
                .map(Rule::read)
                .mapToLong(params -> params.maybe("minutes").orElse(0L))
                .max()
                .orElse(0);
        List<Span> spans = merged(asked.stream()
                .map(one -> span(one, Duration.ofMinutes(Math.max(ruleMinutes, one.lineMinutes()))))
                .toList());
        Map<Long, Placed.Feed> feeds = new HashMap<>();
        asked.forEach(one -> feeds.put(one.feed().id(), one.feed()));
        List<Row> rows = sql.rows(
                AROUND,
                spans.stream().map(Span::feedId).toList(),
                spans.stream().map(Span::from).toList(),
                spans.stream().map(Span::to).toList());
        Map<Long, List<String>> categories = categories();
        Map<Long, List<Row>> ofBreak = rows.stream()
                .collect(Collectors.groupingBy(row -> row.number(0), LinkedHashMap::new, Collectors.toList()));
        return ofBreak.values().stream()
                .map(ofOne -> adBreak(ofOne, feeds, categories))
                .collect(Collectors.groupingBy(adBreak -> adBreak.feed().id(), TreeMap::new, Collectors.toList()));
    }

    private static Span span(Asked asked, Duration reach) {
        Duration around = reach.compareTo(Duration.ofDays(1)) > 0 ? reach : Duration.ofDays(1);
        LocalDate day = asked.start().atZone(asked.feed().zone()).toLocalDate();
        Instant midnight = LocalTimes.startOf(day, asked.feed().zone());
        Instant next = LocalTimes.startOf(day.plusDays(1), asked.feed().zone());
        return new Span(asked.feed().id(), midnight.minus(around), next.plus(around));
    }

    /** So that no break is read twice, and many breaks of a week are one interval. */
    private static List<Span> merged(List<Span> spans) {
        List<Span> merged = new ArrayList<>();
        spans.stream()
                .sorted(Comparator.comparing(Span::feedId).thenComparing(Span::from))
                .forEach(span -> {
                    Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
                    if (last == null
                            || last.feedId() != span.feedId()
                            || span.from().isAfter(last.to())) {
                        merged.add(span);
                    } else if (span.to().isAfter(last.to())) {
                        merged.set(merged.size() - 1, new Span(span.feedId(), last.from(), span.to()));
                    }
                });
        return merged;
    }

    /** Each category's code with those above it. */
    private Map<Long, List<String>> categories() {
        Map<Long, Row> rows = new HashMap<>();
        sql.rows("SELECT id, code, parent_id FROM category").forEach(row -> rows.put(row.number(0), row));
        Map<Long, List<String>> categories = new HashMap<>();
        rows.keySet().forEach(id -> {
            List<String> upwards = new ArrayList<>();
            Row at = rows.get(id);
            while (at != null && !upwards.contains(at.text(1))) {
                upwards.add(at.text(1));
                at = at.empty(2) ? null : rows.get(at.number(2));
            }
            categories.put(id, List.copyOf(upwards));
        });
        return categories;
    }

    private static Placed.Break adBreak(
            List<Row> rows, Map<Long, Placed.Feed> feeds, Map<Long, List<String>> categories) {
        Row first = rows.get(0);
        return new Placed.Break(
                first.number(0),
                feeds.get(first.number(1)),
                first.at(2),
                first.number(3),
                first.text(4),
                rows.stream()
                        .filter(row -> !row.empty(5))
                        .map(row -> spot(row, categories))
                        .toList());
    }

    private static Placed.Spot spot(Row row, Map<Long, List<String>> categories) {
        return new Placed.Spot(
                row.number(5),
                row.number(6),
                new Placed.Creative(
                        row.text(7),
                        row.text(8),
                        row.number(9),
                        row.text(10),
                        new Placed.Days(day(row, 11), day(row, 12)),
                        Boolean.parseBoolean(row.text(13)),
                        row.text(14),
                        row.empty(15) ? List.of() : categories.getOrDefault(row.number(15), List.of())),
                row.empty(16) ? Optional.empty() : Optional.of(line(row)));
    }

    private static Placed.Line line(Row row) {
        return new Placed.Line(
                row.number(16),
                row.text(17),
                row.text(18),
                new Placed.Days(day(row, 19), day(row, 20)),
                row.number(21),
                new Daypart(
                        Daypart.days((int) row.number(22)),
                        LocalTime.parse(row.text(23)),
                        LocalTime.parse(row.text(24))),
                row.number(25),
                row.empty(26) ? Optional.empty() : Optional.of(row.number(26)),
                row.number(27),
                row.text(28).isEmpty()
                        ? Set.of()
                        : Arrays.stream(row.text(28).split(","))
                                .map(Long::valueOf)
                                .collect(Collectors.toSet()));
    }
}
