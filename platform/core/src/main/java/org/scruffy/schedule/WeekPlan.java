package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

/**
 * The fetch plan of a week: one statement for each hop, however many feeds, slots, breaks and spots there are, put together
 * by id. The feeds with their revisions are read first, so that a week never claims a newer revision than its content has.
 * Breaks come with their slots and creatives with their placements: a row more or less is cheaper than a statement, and what the
 * door asks about the caller still fits into five.
 */
final class WeekPlan {

    /** What is read, in this order, each by one statement; {@link FeedRow} reads the first. */
    enum Hop {
        FEEDS,
        SLOTS_WITH_BREAKS,
        PLACEMENTS_WITH_CREATIVES
    }

    private static final String SLOTS_OF_WEEK = """
            unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[])) AS w(feed_id, starts, ends)
            JOIN timeslot t ON t.feed_id = w.feed_id AND t.state <> 'CANCELLED'
                 AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(w.starts, w.ends, '[)')
            """;

    private static final String SLOTS_WITH_BREAKS =
            "SELECT t.id, t.feed_id, t.starts_at, t.ends_at, p.title, p.episode, p.nola,"
                    + " b.id AS break_id, b.starts_at AS break_start, b.capacity_ms, b.kind FROM " + SLOTS_OF_WEEK
                    + " JOIN program p ON p.id = t.program_id LEFT JOIN ad_break b ON b.slot_id = t.id"
                    + " ORDER BY t.feed_id, t.starts_at, t.id, b.pos";

    private static final String PLACEMENTS_WITH_CREATIVES =
            "SELECT p.id, p.break_id, c.ad_id, c.title, u.name, c.duration_ms, c.media FROM " + SLOTS_OF_WEEK
                    + " JOIN ad_break b ON b.slot_id = t.id JOIN placement p ON p.break_id = b.id"
                    + " JOIN creative c ON c.id = p.creative_id LEFT JOIN underwriter u ON u.id = c.underwriter_id"
                    + " ORDER BY p.break_id, p.seq";

    private final Sql sql;

    WeekPlan(Sql sql) {
        this.sql = sql;
    }

    /** How many statements a week costs, whatever its size. */
    static int statements() {
        return Hop.values().length;
    }

    /** The weeks of those feeds, in the order of the feeds. */
    List<Week> weeks(List<FeedRow> feeds, LocalDate monday) {
        List<Instant> starts =
                feeds.stream().map(feed -> feed.week(monday).start()).toList();
        List<Instant> ends = feeds.stream().map(feed -> feed.week(monday).end()).toList();
        Object[] scope = {FeedRow.ids(feeds), starts, ends};
        List<Row> slotsWithBreaks = sql.rows(SLOTS_WITH_BREAKS, scope);
        Map<Long, List<Spot>> spots = spots(sql.rows(PLACEMENTS_WITH_CREATIVES, scope));
        Map<Long, List<Timeslot>> ofFeed = new HashMap<>();
        by(0, slotsWithBreaks)
                .values()
                .forEach(rows -> ofFeed.computeIfAbsent(rows.get(0).number(1), feed -> new ArrayList<>())
                        .add(slot(rows, spots)));
        return feeds.stream()
                .map(feed -> new Week(
                        feed.callSign(),
                        feed.feed(),
                        monday,
                        feed.revision(),
                        ofFeed.getOrDefault(feed.id(), List.of())))
                .toList();
    }

    /** The spots of each break; a creative that is placed often is one object. */
    private static Map<Long, List<Spot>> spots(List<Row> placements) {
        Map<String, Creative> creatives = new HashMap<>();
        Map<Long, List<Spot>> spots = new HashMap<>();
        placements.forEach(row -> spots.computeIfAbsent(row.number(1), adBreak -> new ArrayList<>())
                .add(new Spot(row.id(0), creatives.computeIfAbsent(row.text(2), adId -> creative(row, 2)))));
        return spots;
    }

    /** A slot from its rows, one for each of its breaks, or one with an empty break. */
    private static Timeslot slot(List<Row> rows, Map<Long, List<Spot>> spots) {
        Row slot = rows.get(0);
        return new Timeslot(
                slot.id(0),
                slot.at(2),
                slot.at(3),
                new Program(slot.text(4), slot.text(5), slot.text(6)),
                rows.stream()
                        .filter(row -> !row.empty(7))
                        .map(row -> adBreak(row, spots))
                        .toList());
    }

    private static AdBreak adBreak(Row row, Map<Long, List<Spot>> spots) {
        return new AdBreak(
                row.id(7),
                row.at(8),
                row.length(9),
                AdBreak.Kind.valueOf(row.text(10)),
                spots.getOrDefault(row.number(7), List.of()));
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
