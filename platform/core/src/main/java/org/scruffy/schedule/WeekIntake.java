package org.scruffy.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;

/** Writes whole weeks, a statement for each table however much is in them: the columns travel as arrays. */
record WeekIntake(Sql sql) {

    private static final String CHANGE_CREATIVES = """
            UPDATE creative c SET title = n.title, underwriter_id = u.id, duration_ms = n.duration_ms, media = n.media,
                   version = c.version + 1
            FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[]), CAST(?3 AS text[]), CAST(?4 AS integer[]), CAST(?5 AS text[]))
                 AS n(ad_id, title, underwriter, duration_ms, media) LEFT JOIN underwriter u ON u.name = n.underwriter
            WHERE c.ad_id = n.ad_id AND (c.title, c.underwriter_id, c.duration_ms, c.media)
                  IS DISTINCT FROM (n.title, u.id, n.duration_ms, n.media)
            """;

    private static final String ADD_CREATIVES = """
            INSERT INTO creative (ad_id, title, underwriter_id, duration_ms, media, kind)
            SELECT n.ad_id, n.title, u.id, n.duration_ms, n.media, CASE WHEN u.id IS NULL THEN 'PROMO' ELSE 'CREDIT' END
            FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[]), CAST(?3 AS text[]), CAST(?4 AS integer[]), CAST(?5 AS text[]))
                 AS n(ad_id, title, underwriter, duration_ms, media) LEFT JOIN underwriter u ON u.name = n.underwriter
            WHERE NOT EXISTS (SELECT 1 FROM creative c WHERE c.ad_id = n.ad_id)
            ON CONFLICT (ad_id) DO NOTHING
            """;

    private static final String ADD_UNDERWRITERS = """
            INSERT INTO underwriter (name) SELECT n.name FROM unnest(CAST(?1 AS text[])) AS n(name)
            WHERE n.name <> '' AND NOT EXISTS (SELECT 1 FROM underwriter u WHERE u.name = n.name)
            ON CONFLICT (name) DO NOTHING
            """;

    /** In the order in which moves lock the weeks, so that nobody waits for each other. */
    private static final String RAISE_ALL_REVISIONS = """
            UPDATE feed_week w SET revision = w.revision + 1
            FROM (SELECT feed_id, week_start FROM feed_week ORDER BY feed_id, week_start FOR UPDATE) AS l
            WHERE w.feed_id = l.feed_id AND w.week_start = l.week_start
            """;

    /** Also a week in which the desk wrote first: the source fills what is free in it. */
    private static final String ADD_WEEK = """
            INSERT INTO feed_week AS w (feed_id, week_start) VALUES (?1, CAST(?2 AS date))
            ON CONFLICT (feed_id, week_start) DO UPDATE SET taken = true, revision = w.revision + 1 WHERE NOT w.taken
            """;

    private static final String ADD_PROGRAMS = """
            INSERT INTO program (title, episode, nola)
            SELECT n.title, n.episode, n.nola
            FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[]), CAST(?3 AS text[])) AS n(title, episode, nola)
            ON CONFLICT (title, episode, nola) DO NOTHING
            """;

    private static final String ADD_SLOTS = """
            INSERT INTO timeslot (feed_id, starts_at, ends_at, program_id)
            SELECT ?1, n.starts_at, n.ends_at, p.id
            FROM unnest(CAST(?2 AS timestamptz[]), CAST(?3 AS timestamptz[]), CAST(?4 AS text[]), CAST(?5 AS text[]),
                        CAST(?6 AS text[])) AS n(starts_at, ends_at, title, episode, nola)
            JOIN program p ON (p.title, p.episode, p.nola) = (n.title, n.episode, n.nola)
            """;

    private static final String ADD_BREAKS = """
            INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind)
            SELECT t.id, t.feed_id, n.pos, n.starts_at, n.capacity_ms, n.kind
            FROM unnest(CAST(?2 AS timestamptz[]), CAST(?3 AS integer[]), CAST(?4 AS timestamptz[]), CAST(?5 AS integer[]),
                        CAST(?6 AS text[])) AS n(slot_start, pos, starts_at, capacity_ms, kind)
            JOIN timeslot t ON t.feed_id = ?1 AND t.starts_at = n.slot_start AND t.state <> 'CANCELLED'
            """;

    private static final String ADD_PLACEMENTS = """
            INSERT INTO placement (break_id, airs_on, seq, creative_id, duration_ms)
            SELECT b.id, b.airs_on, n.seq, c.id, c.duration_ms
            FROM unnest(CAST(?2 AS timestamptz[]), CAST(?3 AS integer[]), CAST(?4 AS integer[]), CAST(?5 AS text[]))
                 AS n(slot_start, pos, seq, ad_id)
            JOIN timeslot t ON t.feed_id = ?1 AND t.starts_at = n.slot_start AND t.state <> 'CANCELLED'
            JOIN ad_break b ON b.slot_id = t.id AND b.pos = n.pos
            JOIN creative c ON c.ad_id = n.ad_id
            """;

    private static final String OCCUPIED = """
            SELECT starts_at, ends_at FROM timeslot WHERE feed_id = ?1 AND state <> 'CANCELLED'
            AND tstzrange(starts_at, ends_at, '[)') && tstzrange(CAST(?2 AS timestamptz), CAST(?3 AS timestamptz), '[)')
            """;

    private static final String COPY_SLOTS = """
            INSERT INTO timeslot (feed_id, starts_at, ends_at, program_id)
            SELECT ?2, o.starts_at, o.ends_at, o.program_id FROM timeslot o WHERE o.feed_id = ?1 AND o.state <> 'CANCELLED'
            AND tstzrange(o.starts_at, o.ends_at, '[)') && tstzrange(CAST(?3 AS timestamptz), CAST(?4 AS timestamptz), '[)')
            AND NOT EXISTS (SELECT 1 FROM timeslot e WHERE e.feed_id = ?2 AND e.state <> 'CANCELLED'
                AND tstzrange(e.starts_at, e.ends_at, '[)') && tstzrange(o.starts_at, o.ends_at, '[)'))
            """;

    private static final String COPIED_SLOTS = """
            timeslot o JOIN timeslot n ON n.feed_id = ?2 AND n.starts_at = o.starts_at AND n.state <> 'CANCELLED'
            JOIN ad_break ob ON ob.slot_id = o.id
            """;

    private static final String OF_WEEK = """
            WHERE o.feed_id = ?1 AND o.state <> 'CANCELLED'
            AND tstzrange(o.starts_at, o.ends_at, '[)') && tstzrange(CAST(?3 AS timestamptz), CAST(?4 AS timestamptz), '[)')
            """;

    private static final String COPY_BREAKS =
            "INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind)"
                    + " SELECT n.id, n.feed_id, ob.pos, ob.starts_at, ob.capacity_ms, ob.kind FROM "
                    + COPIED_SLOTS + OF_WEEK
                    + " AND NOT EXISTS (SELECT 1 FROM ad_break e WHERE e.slot_id = n.id)";

    private static final String COPY_PLACEMENTS =
            "INSERT INTO placement (break_id, airs_on, seq, creative_id, duration_ms)"
                    + " SELECT nb.id, nb.airs_on, op.seq, op.creative_id, op.duration_ms FROM "
                    + COPIED_SLOTS
                    + " JOIN ad_break nb ON nb.slot_id = n.id AND nb.pos = ob.pos JOIN placement op ON op.break_id = ob.id "
                    + OF_WEEK
                    + " AND NOT EXISTS (SELECT 1 FROM placement e WHERE e.break_id = nb.id)";

    /** Takes a week of a feed over from a source, unless it is there already: then the station's own edits win. */
    boolean take(long feedId, LocalWeek week, List<Timeslot> slots) {
        if (sql.run(ADD_WEEK, feedId, week.monday()) == 0) {
            return false;
        }
        List<Row> occupied = sql.rows(OCCUPIED, feedId, week.start(), week.end());
        List<Timeslot> fresh = slots.stream()
                .filter(slot -> slot.start().isBefore(week.end()) && slot.end().isAfter(week.start()))
                .filter(slot -> occupied.stream().noneMatch(row -> overlaps(slot, row)))
                .toList();
        addSlots(feedId, fresh);
        addBreaks(feedId, fresh);
        addPlacements(feedId, fresh);
        return true;
    }

    private static boolean overlaps(Timeslot slot, Row occupied) {
        return slot.start().isBefore(occupied.at(1)) && slot.end().isAfter(occupied.at(0));
    }

    private void addSlots(long feedId, List<Timeslot> slots) {
        List<Program> programs = slots.stream().map(Timeslot::program).toList();
        List<Program> distinct = programs.stream().distinct().toList();
        sql.run(ADD_PROGRAMS, titles(distinct), episodes(distinct), nolas(distinct));
        sql.run(
                ADD_SLOTS,
                feedId,
                slots.stream().map(Timeslot::start).toList(),
                slots.stream().map(Timeslot::end).toList(),
                titles(programs),
                episodes(programs),
                nolas(programs));
    }

    private static List<String> titles(List<Program> programs) {
        return programs.stream().map(Program::title).toList();
    }

    private static List<String> episodes(List<Program> programs) {
        return programs.stream().map(Program::episode).toList();
    }

    private static List<String> nolas(List<Program> programs) {
        return programs.stream().map(Program::nola).toList();
    }

    private void addBreaks(long feedId, List<Timeslot> slots) {
        List<Instant> slotStarts = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<AdBreak> breaks = new ArrayList<>();
        for (Timeslot slot : slots) {
            int position = 1;
            for (AdBreak adBreak : slot.breaks()) {
                checkInside(slot, adBreak);
                slotStarts.add(slot.start());
                positions.add(position++);
                breaks.add(adBreak);
            }
        }
        sql.run(
                ADD_BREAKS,
                feedId,
                slotStarts,
                positions,
                breaks.stream().map(AdBreak::start).toList(),
                breaks.stream().map(adBreak -> adBreak.capacity().toMillis()).toList(),
                breaks.stream().map(AdBreak::kind).toList());
    }

    private static void checkInside(Timeslot slot, AdBreak adBreak) {
        if (adBreak.start().isBefore(slot.start()) || adBreak.start().isAfter(slot.end())) {
            throw new IllegalArgumentException("Break " + adBreak.id() + " starts at " + adBreak.start()
                    + ", outside its timeslot from " + slot.start() + " to " + slot.end());
        }
    }

    private void addPlacements(long feedId, List<Timeslot> slots) {
        List<Instant> slotStarts = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Integer> sequence = new ArrayList<>();
        List<String> adIds = new ArrayList<>();
        for (Timeslot slot : slots) {
            int position = 0;
            for (AdBreak adBreak : slot.breaks()) {
                position++;
                int seq = 1;
                for (Spot spot : adBreak.spots()) {
                    slotStarts.add(slot.start());
                    positions.add(position);
                    sequence.add(seq++);
                    adIds.add(spot.creative().adId());
                }
            }
        }
        sql.run(ADD_PLACEMENTS, feedId, slotStarts, positions, sequence, adIds);
    }

    /** Makes the creatives of a week as their source has them; whether one that was known has changed. */
    boolean follow(List<Timeslot> slots) {
        Map<String, Creative> creatives = new LinkedHashMap<>();
        slots.stream()
                .flatMap(slot -> slot.breaks().stream())
                .flatMap(adBreak -> adBreak.spots().stream())
                .forEach(spot -> creatives.put(spot.creative().adId(), spot.creative()));
        Object[] columns = columns(creatives.values());
        sql.run(ADD_UNDERWRITERS, columns[2]);
        boolean changed = sql.run(CHANGE_CREATIVES, columns) > 0;
        sql.run(ADD_CREATIVES, columns);
        if (changed) {
            sql.run(RAISE_ALL_REVISIONS);
        }
        return changed;
    }

    private static Object[] columns(Collection<Creative> creatives) {
        return new Object[] {
            creatives.stream().map(Creative::adId).toList(),
            creatives.stream().map(Creative::title).toList(),
            creatives.stream().map(Creative::underwriter).toList(),
            creatives.stream().map(creative -> creative.length().toMillis()).toList(),
            creatives.stream().map(Creative::media).toList()
        };
    }

    /** Takes a week over from another feed, unless it is there already or the other feed has none. */
    boolean copy(long from, long to, LocalWeek week) {
        if (sql.rows(
                                "SELECT 1 FROM feed_week WHERE feed_id = ?1 AND week_start = CAST(?2 AS date)",
                                from,
                                week.monday())
                        .isEmpty()
                || sql.run(ADD_WEEK, to, week.monday()) == 0) {
            return false;
        }
        Object[] scope = {from, to, week.start(), week.end()};
        sql.run(COPY_SLOTS, scope);
        sql.run(COPY_BREAKS, scope);
        sql.run(COPY_PLACEMENTS, scope);
        return true;
    }
}
