package org.scruffy.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Errand;
import org.scruffy.desk.Outcome.Result;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.FeedClock;

/**
 * Writes the rows of an import without a problem into the schedule, a statement for each table however many they are, as one
 * command of the desk.
 *
 * @param check that it still can be taken over, once the weeks are locked
 * @param done what is written of the import itself with it
 */
record TakeOver(String importId, long feedId, FeedClock clock, boolean replace, Consumer<Sql> check, Consumer<Sql> done)
        implements Errand {

    private static final String TOUCHED = """
            SELECT DISTINCT n.starts, n.ends FROM unnest(CAST(?2 AS text[]), CAST(?3 AS timestamptz[]), CAST(?4 AS timestamptz[]))
                 AS n(monday, starts, ends)
            JOIN (SELECT starts_at, ends_at FROM import_slot WHERE import_id = CAST(?1 AS uuid)
                  UNION ALL SELECT break_at, break_at + interval '1 second' FROM import_spot
                  WHERE import_id = CAST(?1 AS uuid)) AS r ON r.starts_at < n.ends AND r.ends_at > n.starts
            ORDER BY n.starts
            """;

    private static final String REPLACED_SLOTS = """
            timeslot t WHERE t.feed_id = ?2 AND t.state <> 'CANCELLED' AND EXISTS (SELECT 1 FROM import_slot s
            WHERE s.import_id = CAST(?1 AS uuid)
            AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(s.starts_at, s.ends_at, '[)'))
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
            RETURNING id
            """;

    private static final String EMPTY_BREAKS = """
            DELETE FROM placement p USING
            """ + Check.SPOTS + " AS s WHERE p.break_id = s.break_id";

    private static final String ADD_PLACEMENTS = """
            INSERT INTO placement (break_id, airs_on, seq, creative_id, duration_ms, origin)
            SELECT b.id, b.airs_on, s.seq, c.id, c.duration_ms, 'IMPORT' FROM
            """ + Check.SPOTS + """
             AS s JOIN creative c ON c.ad_id = s.ad_id
            LEFT JOIN timeslot t ON s.break_id IS NULL AND t.feed_id = ?2 AND t.starts_at = s.slot_at AND t.state <> 'CANCELLED'
            JOIN ad_break b ON b.id = s.break_id OR (b.slot_id = t.id AND b.starts_at = s.break_at)
            RETURNING break_id
            """;

    private static final String GIVEN =
            "SELECT DISTINCT s.break_id FROM " + Check.SPOTS + " AS s WHERE s.break_id IS NOT NULL";

    /** The weeks that change. */
    @Override
    public List<Span> spans(Sql sql) {
        Row span = sql.rows("""
                        SELECT min(r.starts_at), max(r.ends_at) FROM (
                            SELECT starts_at, ends_at FROM import_slot WHERE import_id = CAST(?1 AS uuid)
                            UNION ALL SELECT break_at, break_at + interval '1 second' FROM import_spot
                            WHERE import_id = CAST(?1 AS uuid)) AS r
                        """, importId).get(0);
        if (span.empty(0)) {
            return List.of();
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
        return sql.rows(TOUCHED, importId, mondays, starts, ends).stream()
                .map(row -> new Span(clock.feed().name(), row.at(0), row.at(1)))
                .toList();
    }

    @Override
    public void check(Sql sql) {
        check.accept(sql);
    }

    @Override
    public List<Long> breaks(Sql sql) {
        return numbers(sql.rows(GIVEN, importId, feedId));
    }

    @Override
    public Written write(Sql sql, List<Result> results) {
        if (replace) {
            sql.run("DELETE FROM " + REPLACED_SLOTS, importId, feedId);
            sql.run(EMPTY_BREAKS, importId, feedId);
        }
        sql.run(ADD_PROGRAMS, importId);
        sql.run(ADD_SLOTS, importId, feedId);
        sql.run(ADD_BREAKS, importId, feedId);
        sql.run(ADD_UNDERWRITERS, importId);
        List<Long> creatives = numbers(sql.rows(ADD_CREATIVES, importId));
        Set<Long> given = new TreeSet<>(numbers(sql.rows(ADD_PLACEMENTS, importId, feedId)));
        done.accept(sql);
        return new Written(given, Set.copyOf(creatives));
    }

    private static List<Long> numbers(List<Row> rows) {
        return rows.stream().map(row -> row.number(0)).toList();
    }
}
