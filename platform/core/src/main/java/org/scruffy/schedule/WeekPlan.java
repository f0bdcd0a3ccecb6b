package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.database.FetchPlan;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.Week;

/**
 * The fetch plan of a week: one statement for each hop, however many feeds, slots, breaks and spots there are, put together
 * by id. The feeds with their revisions are read first, so that a week never claims a newer revision than its content has.
 * Breaks come with their slots and creatives with their placements: a row more or less is cheaper than a statement, and what the
 * door asks about the caller still fits into five.
 */
final class WeekPlan {

    /** What is read, in this order, each by one statement; {@link FeedRow} reads the first. */
    static final List<FetchPlan.Hop> HOPS = List.of(
            new FetchPlan.Hop("feeds", "the feeds with the week's revisions and its locked and published days"),
            new FetchPlan.Hop("slots", "their slots with programs and breaks"),
            new FetchPlan.Hop("placements", "their placements with creatives, underwriters and order lines"));

    private static final String SLOTS_OF_WEEK = """
            unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[])) AS w(feed_id, starts, ends)
            JOIN timeslot t ON t.feed_id = w.feed_id AND t.state <> 'CANCELLED'
                 AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(w.starts, w.ends, '[)')
            """;

    private static final String SLOTS_WITH_BREAKS =
            "SELECT t.id, t.feed_id, t.starts_at, t.ends_at, p.title, p.episode, p.nola, p.id AS program_id, t.version, t.source,"
                    + " t.state, b.id AS break_id, b.starts_at AS break_start, b.capacity_ms, b.kind, b.locked,"
                    + " b.version AS break_version FROM " + SLOTS_OF_WEEK
                    + " JOIN program p ON p.id = t.program_id LEFT JOIN ad_break b ON b.slot_id = t.id"
                    + " ORDER BY t.feed_id, t.starts_at, t.id, b.pos";

    /** What is placed often comes once: first the creatives and lines (with words), then the placements that name them. */
    private static final String PLACEMENTS_WITH_CREATIVES = "WITH spot AS MATERIALIZED (SELECT p.id, p.break_id, p.seq,"
            + " p.creative_id, p.order_line_id, p.version, p.status, p.origin FROM " + SLOTS_OF_WEEK
            + " JOIN ad_break b ON b.slot_id = t.id JOIN placement p ON p.break_id = b.id AND p.airs_on = b.airs_on)"
            + """
            SELECT 'CREATIVE' AS kind, c.id, 0 AS break_id, 0 AS creative_id, 0 AS line_id, c.duration_ms AS number, c.ad_id AS word,
                   c.title AS words, u.name AS underwriter, c.media AS more, 0 AS seq
            FROM creative c LEFT JOIN underwriter u ON u.id = c.underwriter_id WHERE c.id IN (SELECT creative_id FROM spot)
            UNION ALL
            SELECT 'LINE', l.id, 0, 0, 0, 0, l.name, o.name, u.name, '', 0
            FROM order_line l JOIN traffic_order o ON o.id = l.order_id JOIN underwriter u ON u.id = o.underwriter_id
            WHERE l.id IN (SELECT order_line_id FROM spot)
            UNION ALL
            SELECT NULL, id, break_id, creative_id, order_line_id, version, status, origin, NULL, NULL, seq FROM spot
            ORDER BY break_id, seq
            """;

    private final Sql sql;

    WeekPlan(Sql sql) {
        this.sql = sql;
    }

    /** How many statements a week costs, whatever its size. */
    static int statements() {
        return HOPS.size();
    }

    /** The weeks of those feeds, in the order of the feeds, as plugins know them. */
    List<Week> weeks(List<FeedRow> feeds, LocalDate monday) {
        return sheets(feeds, monday).stream().map(FeedSheet::plain).toList();
    }

    /** The weeks of those feeds, in the order of the feeds. */
    List<FeedSheet> sheets(List<FeedRow> feeds, LocalDate monday) {
        List<Instant> starts =
                feeds.stream().map(feed -> feed.week(monday).start()).toList();
        List<Instant> ends = feeds.stream().map(feed -> feed.week(monday).end()).toList();
        Object[] scope = {FeedRow.ids(feeds), starts, ends};
        List<Row> slotsWithBreaks = sql.rows(SLOTS_WITH_BREAKS, scope);
        Map<Long, List<FeedSheet.Placement>> placements = placements(sql.rows(PLACEMENTS_WITH_CREATIVES, scope));
        Map<Long, List<FeedSheet.Slot>> ofFeed = slots(slotsWithBreaks, placements);
        return feeds.stream()
                .map(feed -> sheet(feed, monday, ofFeed.getOrDefault(feed.id(), List.of())))
                .toList();
    }

    static FeedSheet sheet(FeedRow feed, LocalDate monday, List<FeedSheet.Slot> slots) {
        return new FeedSheet(
                feed.callSign(),
                feed.feed(),
                feed.week(monday),
                feed.revision(),
                feed.publishedRevision(),
                feed.days(),
                feed.reference(),
                feed.revisions(),
                slots);
    }

    /** The spots of each break; a creative or line that is placed often is one object. */
    private static Map<Long, List<FeedSheet.Placement>> placements(List<Row> rows) {
        Map<Long, Creative> creatives = new HashMap<>();
        Map<Long, FeedSheet.Line> lines = new HashMap<>();
        Map<Long, List<FeedSheet.Placement>> placements = new HashMap<>();
        for (Row row : rows) {
            switch (row.text(0)) {
                case "CREATIVE" -> creatives.put(row.number(1), creative(row));
                case "LINE" -> lines.put(row.number(1), line(row));
                default ->
                    placements
                            .computeIfAbsent(row.number(2), adBreak -> new ArrayList<>(4))
                            .add(placement(row, creatives, lines));
            }
        }
        return placements;
    }

    private static FeedSheet.Placement placement(
            Row row, Map<Long, Creative> creatives, Map<Long, FeedSheet.Line> lines) {
        return new FeedSheet.Placement(
                row.number(1),
                (int) row.number(5),
                creatives.get(row.number(3)),
                row.text(6),
                row.text(7),
                row.empty(4) ? null : lines.get(row.number(4)));
    }

    private static Creative creative(Row row) {
        return new Creative(row.text(6), row.text(7), row.text(8), row.length(5), row.text(9));
    }

    private static FeedSheet.Line line(Row row) {
        return new FeedSheet.Line(row.number(1), row.text(6), row.text(7), row.text(8));
    }

    /** The slots of each feed from their rows: one for each of their breaks, or one with an empty break. */
    private static Map<Long, List<FeedSheet.Slot>> slots(
            List<Row> rows, Map<Long, List<FeedSheet.Placement>> placements) {
        Map<Long, Program> programs = new HashMap<>();
        Map<Long, List<FeedSheet.Slot>> ofFeed = new HashMap<>();
        FeedSheet.Slot slot = null;
        for (Row row : rows) {
            if (slot == null || slot.id() != row.number(0)) {
                Program program = programs.computeIfAbsent(
                        row.number(7), id -> new Program(row.text(4), row.text(5), row.text(6)));
                slot = slot(row, program);
                ofFeed.computeIfAbsent(row.number(1), feed -> new ArrayList<>()).add(slot);
            }
            if (!row.empty(11)) {
                slot.breaks().add(adBreak(row, placements));
            }
        }
        return ofFeed;
    }

    private static FeedSheet.Slot slot(Row row, Program program) {
        return new FeedSheet.Slot(
                row.number(0),
                (int) row.number(8),
                row.at(2),
                row.at(3),
                program,
                row.text(9),
                row.text(10),
                new ArrayList<>(4));
    }

    private static FeedSheet.Break adBreak(Row row, Map<Long, List<FeedSheet.Placement>> placements) {
        return new FeedSheet.Break(
                row.number(11),
                (int) row.number(16),
                row.at(12),
                row.number(13),
                AdBreak.Kind.valueOf(row.text(14)),
                row.flag(15),
                placements.getOrDefault(row.number(11), List.of()));
    }

    /** Reads ad_id, title, underwriter, duration and media from five columns. */
    static Creative creative(Row row, int first) {
        return new Creative(
                row.text(first), row.text(first + 1), row.text(first + 2), row.length(first + 3), row.text(first + 4));
    }

    /** The rows by one of their columns, in the order in which they came. */
    static Map<Long, List<Row>> by(int column, List<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> row.number(column), LinkedHashMap::new, Collectors.toList()));
    }
}
