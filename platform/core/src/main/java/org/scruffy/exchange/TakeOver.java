package org.scruffy.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.FeedClock;

/** Writes the rows of an import without a problem into the schedule, a statement for each table however many they are. */
record TakeOver(Sql sql, String importId, long feedId, FeedClock clock) {

    private static final String ADD_WEEKS = """
            INSERT INTO feed_week (feed_id, week_start, revision)
            SELECT ?2, CAST(w.monday AS date), 0 FROM
            """ + Weeks.TOUCHED + " ORDER BY w.monday ON CONFLICT DO NOTHING";

    private static final String RAISE_WEEKS = """
            UPDATE feed_week f SET revision = f.revision + 1
            FROM (SELECT v.feed_id, v.week_start FROM feed_week v WHERE v.feed_id = ?2 AND v.week_start IN (
                  SELECT CAST(w.monday AS date) FROM
            """ + Weeks.TOUCHED + """
                  ) ORDER BY v.feed_id, v.week_start FOR UPDATE) AS l
            WHERE f.feed_id = l.feed_id AND f.week_start = l.week_start
            """;

    /** The weeks that rows of the import lie in. */
    private static final class Weeks {

        static final String TOUCHED = """
                (SELECT DISTINCT n.monday FROM unnest(CAST(?3 AS text[]), CAST(?4 AS timestamptz[]), CAST(?5 AS timestamptz[]))
                      AS n(monday, starts, ends)
                 JOIN (SELECT starts_at, ends_at FROM import_slot WHERE import_id = CAST(?1 AS uuid)
                       UNION ALL SELECT break_at, break_at + interval '1 second' FROM import_spot
                       WHERE import_id = CAST(?1 AS uuid)) AS r ON r.starts_at < n.ends AND r.ends_at > n.starts) AS w
                """;
    }

    private static final String REPLACED_SLOTS = """
            timeslot t WHERE t.feed_id = ?2 AND t.state <> 'CANCELLED' AND EXISTS (SELECT 1 FROM import_slot s
            WHERE s.import_id = CAST(?1 AS uuid)
            AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(s.starts_at, s.ends_at, '[)'))
            """;

    private static final String AUDIT =
            "INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id) ";

    private static final String AUDIT_REPLACED = AUDIT + """
            SELECT CAST(?3 AS timestamptz), ?4, ?5, 'delete', 'timeslot', t.id,
                   jsonb_build_object('start', t.starts_at, 'end', t.ends_at, 'program', t.program_id), NULL, CAST(?1 AS uuid), ?6
            FROM
            """ + REPLACED_SLOTS;

    private static final String AUDIT_SLOTS = AUDIT + """
            SELECT CAST(?3 AS timestamptz), ?4, ?5, 'create', 'timeslot', t.id, NULL,
                   jsonb_build_object('start', t.starts_at, 'end', t.ends_at, 'program', t.program_id), CAST(?1 AS uuid), ?6
            FROM import_slot s JOIN timeslot t ON t.feed_id = ?2 AND t.starts_at = s.starts_at AND t.state <> 'CANCELLED'
            WHERE s.import_id = CAST(?1 AS uuid)
            """;

    private static final String ADD_PROGRAMS = """
            INSERT INTO program (title, episode, nola) SELECT DISTINCT title, episode, nola FROM import_slot
            WHERE import_id = CAST(?1 AS uuid) ORDER BY title, episode, nola ON CONFLICT (title, episode, nola) DO NOTHING
            """;

    private static final String ADD_SLOTS = """
            INSERT INTO timeslot (feed_id, starts_at, ends_at, program_id)
            SELECT ?2, s.starts_at, s.ends_at, p.id FROM import_slot s
            JOIN program p ON (p.title, p.episode, p.nola) = (s.title, s.episode, s.nola)
            WHERE s.import_id = CAST(?1 AS uuid)
            """;

    private static final String ADD_BREAKS = """
            INSERT INTO ad_break (slot_id, feed_id, pos, starts_at, capacity_ms, kind)
            SELECT t.id, t.feed_id, row_number() OVER (PARTITION BY t.id ORDER BY b.starts_at), b.starts_at, b.capacity_ms, b.kind
            FROM import_break b JOIN timeslot t ON t.feed_id = ?2 AND t.starts_at = b.slot_at AND t.state <> 'CANCELLED'
            WHERE b.import_id = CAST(?1 AS uuid)
            """;

    private static final String ADD_UNDERWRITERS = """
            INSERT INTO underwriter (name) SELECT DISTINCT s.underwriter FROM import_spot s
            WHERE s.import_id = CAST(?1 AS uuid) AND s.underwriter <> ''
            AND NOT EXISTS (SELECT 1 FROM creative c WHERE c.ad_id = s.ad_id) ORDER BY 1 ON CONFLICT (name) DO NOTHING
            """;

    /** Nobody has looked at them yet: a draft, which the desk warns about until somebody approves it. */
    private static final String ADD_CREATIVES = """
            INSERT INTO creative (ad_id, title, underwriter_id, duration_ms, media, kind, approval)
            SELECT DISTINCT ON (s.ad_id) s.ad_id, s.title, u.id, s.duration_ms, '',
                   CASE WHEN u.id IS NULL THEN 'PROMO' ELSE 'CREDIT' END, 'DRAFT'
            FROM import_spot s LEFT JOIN underwriter u ON u.name = s.underwriter
            WHERE s.import_id = CAST(?1 AS uuid) ORDER BY s.ad_id, s.line ON CONFLICT (ad_id) DO NOTHING
            """;

    private static final String EMPTY_BREAKS = """
            DELETE FROM placement p USING
            """ + Check.SPOTS + " AS s WHERE p.break_id = s.break_id";

    private static final String ADD_PLACEMENTS = """
            WITH placed AS (
                INSERT INTO placement (break_id, airs_on, seq, creative_id, duration_ms, origin)
                SELECT b.id, b.airs_on, s.seq, c.id, c.duration_ms, 'IMPORT' FROM
            """ + Check.SPOTS + """
                 AS s JOIN creative c ON c.ad_id = s.ad_id
                LEFT JOIN timeslot t ON s.break_id IS NULL AND t.feed_id = ?2 AND t.starts_at = s.slot_at AND t.state <> 'CANCELLED'
                JOIN ad_break b ON b.id = s.break_id OR (b.slot_id = t.id AND b.starts_at = s.break_at)
                RETURNING id, break_id, seq, creative_id)
            """ + AUDIT + """
            SELECT CAST(?3 AS timestamptz), ?4, ?5, 'create', 'placement', id, NULL,
                   jsonb_build_object('break', break_id, 'seq', seq, 'creative', creative_id), CAST(?1 AS uuid), ?6 FROM placed
            """;

    /** Locks the weeks that change before anything is read of them, in the order in which everybody does. */
    void lockWeeks() {
        Row span = sql.rows("""
                        SELECT min(r.starts_at), max(r.ends_at) FROM (
                            SELECT starts_at, ends_at FROM import_slot WHERE import_id = CAST(?1 AS uuid)
                            UNION ALL SELECT break_at, break_at + interval '1 second' FROM import_spot
                            WHERE import_id = CAST(?1 AS uuid)) AS r
                        """, importId).get(0);
        if (span.empty(0)) {
            return;
        }
        LocalDate first = LocalWeek.at(span.at(0), clock.zone()).monday();
        LocalDate last = LocalWeek.at(span.at(1), clock.zone()).monday();
        List<LocalDate> mondays =
                first.datesUntil(last.plusDays(1), Period.ofWeeks(1)).toList();
        List<Instant> starts = new ArrayList<>();
        List<Instant> ends = new ArrayList<>();
        mondays.forEach(monday -> {
            starts.add(new LocalWeek(monday, clock.zone()).start());
            ends.add(new LocalWeek(monday, clock.zone()).end());
        });
        sql.run(ADD_WEEKS, importId, feedId, mondays, starts, ends);
        sql.run(RAISE_WEEKS, importId, feedId, mondays, starts, ends);
    }

    void write(boolean replace, Instant at, String actor, String traceId) {
        Object[] audit = {importId, feedId, at, actor, clock.station(), traceId};
        if (replace) {
            sql.run(AUDIT_REPLACED, audit);
            sql.run("DELETE FROM " + REPLACED_SLOTS, importId, feedId);
            sql.run(EMPTY_BREAKS, importId, feedId);
        }
        sql.run(ADD_PROGRAMS, importId);
        sql.run(ADD_SLOTS, importId, feedId);
        sql.run(AUDIT_SLOTS, audit);
        sql.run(ADD_BREAKS, importId, feedId);
        sql.run(ADD_UNDERWRITERS, importId);
        sql.run(ADD_CREATIVES, importId);
        sql.run(ADD_PLACEMENTS, audit);
    }
}
