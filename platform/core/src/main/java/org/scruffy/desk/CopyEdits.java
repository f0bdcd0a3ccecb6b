package org.scruffy.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Edit.ApplyTemplate;
import org.scruffy.desk.Edit.CopyDay;
import org.scruffy.desk.Edit.CopyWeek;
import org.scruffy.desk.LocalGrid.Cell;
import org.scruffy.desk.LocalGrid.Placed;
import org.scruffy.desk.Outcome.Result;
import org.scruffy.desk.TemplateWeek.Fate;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.LocalTimes;

/** Whole days and weeks at once, by the same few statements however much is in them. */
record CopyEdits(Work work) {

    private static final String IN_DAYS = """
             t.feed_id = ?1 AND t.state <> 'CANCELLED'
            AND t.starts_at >= CAST(?2 AS timestamptz) AND t.starts_at < CAST(?3 AS timestamptz)
            """;

    private static final String NUMBERS =
            "SELECT nextval(pg_get_serial_sequence('timeslot', 'id')) FROM generate_series(1, ?1)";

    private static final String SLOTS =
            "unnest(CAST(?1 AS bigint[]), CAST(?2 AS bigint[]), CAST(?3 AS timestamptz[]), CAST(?4 AS timestamptz[]))"
                    + " AS n(id, source, starts_at, ends_at)";

    private static final String COPY_SLOTS = """
            INSERT INTO timeslot (id, feed_id, starts_at, ends_at, program_id, source, state)
            SELECT n.id, ?5, n.starts_at, n.ends_at, o.program_id, o.source, 'DRAFT' FROM
            """ + SLOTS + " JOIN timeslot o ON o.id = n.source";

    private static final String COPY_BREAKS = """
            INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind, anchor)
            SELECT n.id, ?5, ob.pos, n.starts_at + (ob.starts_at - o.starts_at), ob.capacity_ms, ob.kind, ob.anchor FROM
            """ + SLOTS + """
             JOIN timeslot o ON o.id = n.source JOIN ad_break ob ON ob.slot_id = o.id
            WHERE ob.starts_at - o.starts_at < interval '24 hours' AND n.starts_at + (ob.starts_at - o.starts_at) <= n.ends_at
            """;

    private static final String COPY_SPOTS = """
            INSERT INTO placement (break_id, airs_on, seq, creative_id, order_line_id, duration_ms, origin)
            SELECT nb.id, nb.airs_on, op.seq, op.creative_id, op.order_line_id, op.duration_ms, ?5 FROM
            """ + SLOTS + """
             JOIN ad_break ob ON ob.slot_id = n.source JOIN ad_break nb ON nb.slot_id = n.id AND nb.pos = ob.pos
            JOIN placement op ON op.break_id = ob.id
            """;

    private static final String APPLY_SLOTS = """
            INSERT INTO timeslot (id, feed_id, starts_at, ends_at, program_id, state, template_item_id, template_day)
            SELECT n.id, ?5, n.starts_at, n.ends_at, i.program_id, 'DRAFT', i.id, d.day FROM
            """ + SLOTS + """
             JOIN unnest(CAST(?1 AS bigint[]), CAST(?6 AS date[])) AS d(id, day) ON d.id = n.id
            JOIN template_item i ON i.id = n.source
            """;

    private static final String APPLY_BREAKS = """
            INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind, anchor)
            SELECT n.id, ?5, row_number() OVER (PARTITION BY n.id ORDER BY a.starts_at, b.place), a.starts_at,
                   CAST(b.json ->> 'capacityMs' AS integer), b.json ->> 'kind', b.json ->> 'anchor' FROM
            """ + SLOTS + """
             JOIN template_item i ON i.id = n.source
            CROSS JOIN LATERAL jsonb_array_elements(i.breaks) WITH ORDINALITY AS b(json, place)
            CROSS JOIN LATERAL (SELECT CASE b.json ->> 'anchor' WHEN 'BEFORE' THEN n.starts_at WHEN 'AFTER' THEN n.ends_at
                ELSE n.starts_at + CAST(b.json ->> 'offsetMs' AS bigint) * interval '1 millisecond' END) AS a(starts_at)
            WHERE a.starts_at <= n.ends_at AND NOT EXISTS (
                SELECT 1 FROM ad_break o JOIN timeslot t ON t.id = o.slot_id AND t.state <> 'CANCELLED'
                WHERE o.feed_id = ?5 AND o.starts_at > a.starts_at - interval '10 minutes'
                  AND o.starts_at < a.starts_at + CAST(b.json ->> 'capacityMs' AS integer) * interval '1 millisecond'
                  AND o.starts_at + o.capacity_ms * interval '1 millisecond' > a.starts_at)
            """;

    Result day(CopyDay edit) {
        DeskFeed from = work.feed(edit.feed());
        DeskFeed to = edit.toFeed() == null ? from : work.feed(edit.toFeed());
        copy(from, edit.day(), to, edit.toDay(), 1, edit.replace());
        return Result.done(edit.op());
    }

    Result week(CopyWeek edit) {
        DeskFeed from = work.feed(edit.feed());
        DeskFeed to = edit.toFeed() == null ? from : work.feed(edit.toFeed());
        copy(from, LocalWeek.mondayOf(edit.week()), to, LocalWeek.mondayOf(edit.toWeek()), 7, edit.replace());
        return Result.done(edit.op());
    }

    private void copy(DeskFeed from, LocalDate day, DeskFeed to, LocalDate toDay, int days, boolean replace) {
        if (from.id() == to.id() && day.equals(toDay)) {
            throw EditRefused.clash("A copy goes to another place", "toDay", toDay, "another day or feed");
        }
        long shift = ChronoUnit.DAYS.between(day, toDay);
        List<Cell> cells = sql()
                .rows(
                        "SELECT t.id, t.starts_at, t.ends_at FROM timeslot t WHERE" + IN_DAYS + " ORDER BY t.starts_at",
                        from.id(),
                        from.startOf(day),
                        from.startOf(day.plusDays(days)))
                .stream()
                .map(row -> cell(row, from, shift))
                .toList();
        if (cells.isEmpty()) {
            throw EditRefused.clash("Nothing starts on " + from.name() + " then", "day", day, "a day with a schedule");
        }
        work.refuseLockedDays(to, toDay.datesUntil(toDay.plusDays(days)).toList());
        if (replace) {
            clear(to, to.startOf(toDay), to.startOf(toDay.plusDays(days)));
        }
        List<Placed> placed = new LocalGrid(to.zone()).place(cells);
        placed.forEach(one -> work.refuseStarted("The time from " + one.start(), one.start()));
        List<Long> ids = numbers(placed.size());
        Object[] slots = columns(ids, placed);
        sql().run(COPY_SLOTS, slots[0], slots[1], slots[2], slots[3], to.id());
        sql().run(COPY_BREAKS, slots[0], slots[1], slots[2], slots[3], to.id());
        sql().run(COPY_SPOTS, slots[0], slots[1], slots[2], slots[3], work.options.origin());
        made(to, ids, placed);
    }

    private static Cell cell(Row row, DeskFeed from, long shift) {
        Instant start = row.at(1);
        java.time.LocalDateTime local = start.atZone(from.zone()).toLocalDateTime();
        boolean later = LocalTimes.every(local, from.zone()).size() == 2
                && LocalTimes.instant(local, from.zone(), LocalTimes.Fold.LATER).equals(start);
        return new Cell(row.number(0), local.plusDays(shift), later, Duration.between(start, row.at(2)));
    }

    private void clear(DeskFeed feed, Instant start, Instant end) {
        List<Row> slots = sql().rows(
                        "SELECT t.id, t.starts_at, t.ends_at FROM timeslot t WHERE" + IN_DAYS + " ORDER BY t.starts_at",
                        feed.id(),
                        start,
                        end);
        if (slots.isEmpty()) {
            return;
        }
        work.refuseStarted(
                "The program at " + feed.local(slots.get(0).at(1)), slots.get(0).at(1));
        List<Long> ids = slots.stream().map(row -> row.number(0)).toList();
        work.refuseClosed(feed, ids, start, end);
        sql().run("DELETE FROM timeslot WHERE id = ANY (CAST(?1 AS bigint[]))", ids);
        slots.forEach(row -> work.changed(feed, row.at(1), row.at(2)));
    }

    /** A program of a template in a week, and what comes of it. */
    record Fated(Placed placed, Fate fate) {}

    /**
     * Into what is free of the week, with breaks where a neighbour's leave room: what the template wrote there before stays as people
     * made it, and so does all else.
     */
    Result template(ApplyTemplate edit) {
        DeskFeed feed = Templates.feedOf(work, edit.template());
        LocalDate monday = LocalWeek.mondayOf(edit.week());
        List<Placed> placed = fates(feed, edit.template(), monday, 1).get(monday).stream()
                .filter(one -> one.fate() == Fate.ADDED)
                .map(Fated::placed)
                .toList();
        if (placed.isEmpty()) {
            return Result.done(edit.op());
        }
        List<Long> ids = numbers(placed.size());
        Object[] slots = columns(ids, placed);
        List<LocalDate> days =
                placed.stream().map(one -> one.local().toLocalDate()).toList();
        sql().run(APPLY_SLOTS, slots[0], slots[1], slots[2], slots[3], feed.id(), days);
        sql().run(APPLY_BREAKS, slots[0], slots[1], slots[2], slots[3], feed.id());
        made(feed, ids, placed);
        return Result.done(edit.op());
    }

    /** What a template has for some weeks, in air order, by Monday: four statements however many weeks there are. */
    Map<LocalDate, List<Fated>> fates(DeskFeed feed, long template, LocalDate monday, int weeks) {
        LocalDate end = monday.plusWeeks(weeks);
        Set<String> there = new HashSet<>();
        sql().rows("""
                        SELECT t.template_item_id, t.template_day FROM timeslot t JOIN template_item i ON i.id = t.template_item_id
                        WHERE i.template_id = ?1 AND t.template_day >= CAST(?2 AS date) AND t.template_day < CAST(?3 AS date)
                        """, template, monday, end).forEach(row -> there.add(row.id(0) + "@" + row.day(1)));
        List<Row> taken = sql().rows(
                        "SELECT t.starts_at, t.ends_at FROM timeslot t WHERE t.feed_id = ?1 AND t.state <> 'CANCELLED' AND"
                                + " tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(CAST(?2 AS timestamptz), CAST(?3 AS timestamptz), '[)')",
                        feed.id(),
                        feed.startOf(monday),
                        feed.startOf(end.plusDays(1)));
        Set<LocalDate> locked = lockedDays(feed, monday, end.plusDays(1));
        List<Row> items = items(template);
        Map<LocalDate, List<Fated>> fates = new LinkedHashMap<>();
        for (LocalDate each = monday; each.isBefore(end); each = each.plusWeeks(1)) {
            List<Row> near = near(taken, feed.startOf(each), feed.startOf(each.plusDays(8)));
            fates.put(
                    each,
                    new LocalGrid(feed.zone())
                            .place(cells(items, each)).stream()
                                    .map(one -> new Fated(one, fate(feed, one, there, near, locked)))
                                    .toList());
        }
        return fates;
    }

    private static List<Row> near(List<Row> taken, Instant from, Instant to) {
        return taken.stream()
                .filter(row -> row.at(0).isBefore(to) && row.at(1).isAfter(from))
                .toList();
    }

    private Fate fate(DeskFeed feed, Placed one, Set<String> there, List<Row> taken, Set<LocalDate> locked) {
        if (there.contains(one.source() + "@" + one.local().toLocalDate())) {
            return Fate.THERE;
        }
        if (!one.start().isAfter(work.now)) {
            return Fate.STARTED;
        }
        if (feed.days(one.start(), one.end()).stream().anyMatch(locked::contains)) {
            return Fate.LOCKED;
        }
        return taken.stream().anyMatch(row -> overlaps(row, one)) ? Fate.TAKEN : Fate.ADDED;
    }

    private List<Row> items(long template) {
        return sql().rows("""
                        SELECT id, day_of_week, CAST(start_local AS text) AS start_local, fold, duration_ms, rrule, rule_start,
                               array_to_string(exdates, ',') AS exdates
                        FROM template_item WHERE template_id = ?1 ORDER BY rrule IS NULL, id
                        """, template);
    }

    /** What falls into a week: of what meets, a program with a rule airs and what airs every week does not. */
    private static List<Cell> cells(List<Row> items, LocalDate monday) {
        List<Cell> cells = new ArrayList<>();
        for (Row item : items) {
            for (LocalDate day : days(item, monday)) {
                Cell cell = new Cell(
                        item.number(0),
                        day.atTime(LocalTime.parse(item.text(2))),
                        item.text(3).equals("LATER"),
                        item.length(4));
                if (cells.stream().noneMatch(cell::meets)) {
                    cells.add(cell);
                }
            }
        }
        return cells;
    }

    private static List<LocalDate> days(Row item, LocalDate monday) {
        return item.empty(5)
                ? List.of(monday.plusDays(item.number(1) - 1))
                : Templates.rule(item.text(5), item.day(6), item.text(7)).daysOf(monday);
    }

    private Set<LocalDate> lockedDays(DeskFeed feed, LocalDate from, LocalDate to) {
        Set<LocalDate> locked = new HashSet<>();
        sql().rows(
                        "SELECT day FROM feed_day WHERE feed_id = ?1 AND locked AND day BETWEEN CAST(?2 AS date) AND CAST(?3 AS date)",
                        feed.id(),
                        from,
                        to)
                .forEach(row -> locked.add(row.day(0)));
        return locked;
    }

    private static boolean overlaps(Row taken, Placed one) {
        return taken.at(0).isBefore(one.end()) && taken.at(1).isAfter(one.start());
    }

    private Sql sql() {
        return work.sql;
    }

    private List<Long> numbers(int count) {
        return sql().rows(NUMBERS, count).stream().map(row -> row.number(0)).toList();
    }

    private static Object[] columns(List<Long> ids, List<Placed> placed) {
        return new Object[] {
            ids,
            placed.stream().map(Placed::source).toList(),
            placed.stream().map(Placed::start).toList(),
            placed.stream().map(Placed::end).toList()
        };
    }

    private void made(DeskFeed feed, List<Long> ids, List<Placed> placed) {
        placed.forEach(one -> work.changed(feed, one.start(), one.end()));
        work.placedSlots.addAll(ids);
        work.copiedSlots.addAll(ids);
        List<Long> breaks =
                sql().rows("SELECT id FROM ad_break WHERE slot_id = ANY (CAST(?1 AS bigint[]))", ids).stream()
                        .map(row -> row.number(0))
                        .toList();
        work.judged.addAll(breaks);
        work.placedBreaks.addAll(breaks);
    }
}
