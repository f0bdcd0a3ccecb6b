package org.scruffy.schedule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.scruffy.schedule.Sql.Row;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.schedule.Week;

/**
 * The fetch plan of a week: one statement for each hop, however many feeds, slots, breaks and spots there are, put together
 * by id. The feeds with their revisions are read first, so that a week never claims a newer revision than its content has.
 */
final class WeekPlan {

    /** What is read, in this order, each by one statement; {@link FeedRow} reads the first. */
    enum Hop {
        FEEDS,
        SLOTS,
        BREAKS,
        PLACEMENTS,
        CREATIVES
    }

    private static final String SLOTS_OF_WEEK = """
            unnest(CAST(?1 AS bigint[]), CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[])) AS w(feed_id, starts, ends)
            JOIN timeslot t ON t.feed_id = w.feed_id AND t.state <> 'CANCELLED'
                 AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(w.starts, w.ends, '[)')
            """;

    private static final String SLOTS =
            "SELECT t.id, t.feed_id, t.starts_at, t.ends_at, p.title, p.episode, p.nola FROM "
                    + SLOTS_OF_WEEK
                    + " JOIN program p ON p.id = t.program_id ORDER BY t.feed_id, t.starts_at";

    private static final String BREAKS = "SELECT b.id, b.slot_id, b.starts_at, b.capacity_ms, b.kind FROM "
            + SLOTS_OF_WEEK + " JOIN ad_break b ON b.slot_id = t.id ORDER BY b.slot_id, b.pos";

    private static final String PLACEMENTS = "SELECT p.id, p.break_id, p.creative_id FROM " + SLOTS_OF_WEEK
            + " JOIN ad_break b ON b.slot_id = t.id JOIN placement p ON p.break_id = b.id ORDER BY p.break_id, p.seq";

    private static final String CREATIVES = """
            SELECT c.id, c.ad_id, c.title, u.name, c.duration_ms, c.media
            FROM creative c LEFT JOIN underwriter u ON u.id = c.underwriter_id
            WHERE c.id = ANY (CAST(?1 AS bigint[]))
            """;

    private final Sql sql;

    WeekPlan(Sql sql) {
        this.sql = sql;
    }

    /** How many statements a week costs, whatever its size. */
    static int statements() {
        return Hop.values().length;
    }

    /** The weeks of those feeds that have a schedule for it, in the order of the feeds. */
    List<Week> weeks(List<FeedRow> feeds, LocalDate monday) {
        List<Instant> starts =
                feeds.stream().map(feed -> feed.week(monday).start()).toList();
        List<Instant> ends = feeds.stream().map(feed -> feed.week(monday).end()).toList();
        Object[] scope = {FeedRow.ids(feeds), starts, ends};
        List<Row> slots = sql.rows(SLOTS, scope);
        Map<Long, List<Row>> breaks = by(1, sql.rows(BREAKS, scope));
        Map<Long, List<Row>> placements = by(1, sql.rows(PLACEMENTS, scope));
        Map<Long, Creative> creatives = creatives(placements);
        Map<Long, List<Timeslot>> ofFeed = slots.stream()
                .collect(Collectors.groupingBy(
                        row -> row.number(1),
                        Collectors.mapping(row -> slot(row, breaks, placements, creatives), Collectors.toList())));
        return feeds.stream()
                .map(feed -> new Week(
                        feed.callSign(),
                        feed.feed(),
                        monday,
                        feed.revision(),
                        ofFeed.getOrDefault(feed.id(), List.of())))
                .toList();
    }

    private Map<Long, Creative> creatives(Map<Long, List<Row>> placements) {
        List<Long> ids = placements.values().stream()
                .flatMap(List::stream)
                .map(row -> row.number(2))
                .distinct()
                .toList();
        Map<Long, Creative> creatives = new HashMap<>();
        sql.rows(CREATIVES, ids).forEach(row -> creatives.put(row.number(0), creative(row, 1)));
        return creatives;
    }

    private static Timeslot slot(
            Row row, Map<Long, List<Row>> breaks, Map<Long, List<Row>> placements, Map<Long, Creative> creatives) {
        return new Timeslot(
                row.id(0),
                row.at(2),
                row.at(3),
                new Program(row.text(4), row.text(5), row.text(6)),
                breaks.getOrDefault(row.number(0), List.of()).stream()
                        .map(adBreak -> adBreak(adBreak, placements, creatives))
                        .toList());
    }

    private static AdBreak adBreak(Row row, Map<Long, List<Row>> placements, Map<Long, Creative> creatives) {
        List<Spot> spots = placements.getOrDefault(row.number(0), List.of()).stream()
                .map(placement -> new Spot(placement.id(0), creatives.get(placement.number(2))))
                .toList();
        return new AdBreak(row.id(0), row.at(2), row.length(3), AdBreak.Kind.valueOf(row.text(4)), spots);
    }

    /** Reads ad_id, title, underwriter, duration and media from five columns. */
    static Creative creative(Row row, int first) {
        return new Creative(
                row.text(first), row.text(first + 1), row.text(first + 2), row.length(first + 3), row.text(first + 4));
    }

    static Map<Long, List<Row>> by(int column, List<Row> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> row.number(column)));
    }
}
