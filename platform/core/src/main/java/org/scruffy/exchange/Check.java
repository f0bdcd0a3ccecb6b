package org.scruffy.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.schedule.FeedClock;

/**
 * Says of each row of an import why the schedule cannot take it, a statement for each question however many rows there are. Later
 * questions do not see rows that earlier ones found a problem with.
 */
record Check(Sql sql, String importId, long feedId, FeedClock clock, boolean replace) {

    private static final String FORGET = """
            UPDATE import_row SET problem = '' WHERE import_id = CAST(?1 AS uuid) AND problem <> ''
            AND content ->> 'kind' <> 'UNREADABLE'
            """;

    private static final String MARK = "UPDATE import_row r SET problem = x.problem FROM (";
    private static final String MARKED =
            ") AS x(line, problem) WHERE r.import_id = CAST(?1 AS uuid) AND r.line = x.line";

    /** How a message says an instant: by the feed's clock. */
    private static String local(String column) {
        return "to_char(" + column + " AT TIME ZONE (SELECT f.zone FROM import_file i JOIN feed f ON f.id = i.feed_id"
                + " WHERE i.id = CAST(?1 AS uuid)), 'Dy FMDD Mon YYYY HH24:MI:SS')";
    }

    private static final String OVERLAPS_IN_FILE = MARK + """
            SELECT line, 'start is ' ||
            """ + local("starts_at") + """
             || ', expected after the program above ends: ' || COALESCE(title_above, '') || ' on line ' || line_above
            FROM (SELECT s.*, max(ends_at) OVER w AS occupied, lag(title) OVER o AS title_above, lag(file_line) OVER o AS line_above
                  FROM import_slot s WHERE import_id = CAST(?1 AS uuid)
                  WINDOW o AS (ORDER BY starts_at, line), w AS (o ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS s
            WHERE occupied > starts_at
            """ + MARKED;

    private static final String OVERLAPS_SCHEDULE =
            MARK + """
            SELECT DISTINCT ON (s.line) s.line, 'start overlaps ' || p.title || ' from ' ||
            """ + local("t.starts_at") + " || ' to ' || " + local("t.ends_at") + """
             || ', expected a free time' || CASE WHEN ?3 THEN '; what aired or is locked is not replaced' ELSE '' END
            FROM import_slot s JOIN timeslot t ON t.feed_id = ?2 AND t.state <> 'CANCELLED'
                 AND tstzrange(t.starts_at, t.ends_at, '[)') && tstzrange(s.starts_at, s.ends_at, '[)')
            JOIN program p ON p.id = t.program_id
            WHERE s.import_id = CAST(?1 AS uuid) AND (NOT ?3 OR t.state = 'AIRED' OR EXISTS (
                SELECT 1 FROM ad_break b LEFT JOIN placement l ON l.break_id = b.id AND l.airs_on = b.airs_on
                WHERE b.slot_id = t.id AND (b.locked OR l.status <> 'PLANNED')))
            ORDER BY s.line, t.starts_at
            """ + MARKED;

    private static final String LOCKED_DAY = MARK + """
            SELECT r.line, 'start is on ' || d.day || ', which is locked; expected a day that is not'
            FROM (SELECT line, starts_at, ends_at FROM import_slot WHERE import_id = CAST(?1 AS uuid)
                  UNION ALL SELECT line, break_at, break_at + interval '1 millisecond' FROM import_spot
                  WHERE import_id = CAST(?1 AS uuid)) AS r
            JOIN unnest(CAST(?2 AS text[]), CAST(?3 AS timestamptz[]), CAST(?4 AS timestamptz[])) AS d(day, starts, ends)
                 ON r.starts_at < d.ends AND r.ends_at > d.starts
            """ + MARKED;

    private static final String BREAK_WITHOUT_PROGRAM = MARK + """
            SELECT b.line, CASE WHEN s.line IS NULL THEN 'its program has a problem, expected one that can be taken over'
                                WHEN b.starts_at NOT BETWEEN s.starts_at AND s.ends_at
                                     THEN 'start is outside its program ' || s.title || ', expected within'
                                ELSE 'start is that of another break of ' || s.title || ', expected one break at a time' END
            FROM (SELECT b.*, row_number() OVER (PARTITION BY slot_at, starts_at ORDER BY line) AS nth
                  FROM import_break b WHERE import_id = CAST(?1 AS uuid)) AS b
            LEFT JOIN import_slot s ON s.import_id = CAST(?1 AS uuid) AND s.starts_at = b.slot_at
            WHERE s.line IS NULL OR b.starts_at NOT BETWEEN s.starts_at AND s.ends_at OR b.nth > 1
            """ + MARKED;

    private static final String TWO_CREATIVES = MARK + """
            SELECT line, 'adId is ' || ad_id || ' with another title, length or underwriter than on line ' || first_line
                         || ', expected the same'
            FROM (SELECT s.*, first_value(file_line) OVER w AS first_line,
                         (title, underwriter, duration_ms) IS DISTINCT FROM
                         (first_value(title) OVER w, first_value(underwriter) OVER w, first_value(duration_ms) OVER w) AS other
                  FROM import_spot s WHERE import_id = CAST(?1 AS uuid) WINDOW w AS (PARTITION BY ad_id ORDER BY line)) AS s
            WHERE other
            """ + MARKED;

    /** The break of each spot: of the file, or where it has none, of the schedule in the second the file names. */
    static final String SPOTS = """
            (SELECT s.*, fb.line AS break_line, eb.id AS break_id, COALESCE(fb.capacity_ms, eb.capacity_ms) AS capacity_ms,
                    COALESCE(c.duration_ms, s.duration_ms) AS lasts_ms
             FROM import_spot s
             LEFT JOIN import_break fb ON fb.import_id = s.import_id AND fb.slot_at = s.slot_at AND fb.starts_at = s.break_at
             LEFT JOIN LATERAL (SELECT b.id, b.capacity_ms FROM ad_break b JOIN timeslot t ON t.id = b.slot_id
                 WHERE fb.line IS NULL AND s.slot_at = s.break_at AND b.feed_id = ?2 AND t.state <> 'CANCELLED'
                 AND b.starts_at >= s.break_at AND b.starts_at < s.break_at + interval '1 second' AND NOT b.locked
                 ORDER BY b.starts_at, t.starts_at DESC LIMIT 1) AS eb ON true
             LEFT JOIN creative c ON c.ad_id = s.ad_id
             WHERE s.import_id = CAST(?1 AS uuid))
            """;

    private static final String SPOT_WITHOUT_BREAK = MARK + """
            SELECT line, CASE WHEN break_line IS NULL AND break_id IS NULL
                   THEN 'break starts at ' ||
            """ + local("break_at") + """
             || ', expected a break of the schedule, not locked, or of the file without a problem'
                   WHEN nth > 1 THEN 'position is ' || seq || ' a second time in its break, expected each once'
                   ELSE 'position is ' || seq || ', where the break has a spot, expected a free one' END
            FROM (SELECT s.*, row_number() OVER (PARTITION BY break_line, break_id, slot_at, break_at, seq ORDER BY line) AS nth FROM
            """ + SPOTS + """
             AS s) AS s
            WHERE (break_line IS NULL AND break_id IS NULL) OR nth > 1
                  OR EXISTS (SELECT 1 FROM placement p WHERE p.break_id = s.break_id AND (p.seq = s.seq AND NOT ?3
                             OR ?3 AND p.status <> 'PLANNED'))
            """ + MARKED;

    /** As everywhere: less than a second over is what 30 s of video are longer than 30 s. */
    private static final String OVER_FULL = MARK + """
            SELECT line, 'length is ' || lasts_ms / 1000.0 || ' s, expected at most '
                         || greatest(0, capacity_ms - before_ms) / 1000.0 || ' s, which the break has left'
            FROM (SELECT s.*, COALESCE(sum(lasts_ms) OVER (PARTITION BY break_line, break_id ORDER BY seq
                                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
                         + CASE WHEN ?3 THEN 0 ELSE COALESCE((SELECT sum(p.duration_ms) FROM placement p
                                                              WHERE p.break_id = s.break_id), 0) END AS before_ms
                  FROM
            """ + SPOTS + """
             AS s) AS s
            WHERE before_ms + lasts_ms >= capacity_ms + 1000
            """ + MARKED;

    /** Asks every question anew; how many rows have a problem now. */
    long bad() {
        sql.run(FORGET, importId);
        sql.run(OVERLAPS_IN_FILE, importId);
        sql.run(OVERLAPS_SCHEDULE, importId, feedId, replace);
        lockedDays();
        sql.run(BREAK_WITHOUT_PROGRAM, importId);
        sql.run(TWO_CREATIVES, importId);
        sql.run(SPOT_WITHOUT_BREAK, importId, feedId, replace);
        sql.run(OVER_FULL, importId, feedId, replace);
        return sql.rows(
                        "SELECT count(*) FROM import_row WHERE import_id = CAST(?1 AS uuid) AND problem <> ''",
                        importId)
                .get(0)
                .number(0);
    }

    private void lockedDays() {
        List<LocalDate> days =
                sql.rows("SELECT day FROM feed_day WHERE feed_id = ?1 AND locked ORDER BY day", feedId).stream()
                        .map((Row row) -> row.day(0))
                        .toList();
        List<Instant> starts = new ArrayList<>();
        List<Instant> ends = new ArrayList<>();
        days.forEach(day -> {
            starts.add(clock.instant(day.atTime(clock.dayStart())));
            ends.add(clock.instant(day.plusDays(1).atTime(clock.dayStart())));
        });
        if (!days.isEmpty()) {
            sql.run(LOCKED_DAY, importId, days, starts, ends);
        }
    }
}
