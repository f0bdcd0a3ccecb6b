package org.scruffy.desk;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.EditRefused.Because;

/**
 * Takes a command back, or does it again, row by row as the audit has them: what a row was is what it becomes, while nobody else has
 * changed it since, put something into it, locked it, or left no room for it. Versions are the one thing that does not come back;
 * they only grow.
 *
 * @param back whether it is taken back, else done again
 */
record Undone(Work work, String command, boolean back) {

    /** What the command found and left of each row; a row that it touched twice counts once. */
    private static final String NET = """
            WITH net AS (
                SELECT entity, entity_id, (array_agg(before ORDER BY id))[1] AS %s, (array_agg(after ORDER BY id DESC))[1] AS %s
                FROM audit_entry WHERE command_id = CAST(?1 AS uuid) AND station = ?2 AND entity IN ('slot', 'break', 'spot', 'day', 'make-good', 'outcome')
                GROUP BY entity, entity_id, COALESCE(after, before) ->> 'day')
            """;

    /** Rows that stand in the way, by what people call them and who touched them last. */
    private static final String NAMED = """
            SELECT w.entity, w.id, COALESCE((SELECT a.actor FROM audit_entry a WHERE a.entity = w.entity
                       AND a.entity_id = w.id ORDER BY a.id DESC LIMIT 1), '') AS actor,
                   COALESCE(c.ad_id, g.title, w.image ->> 'day', '') AS what,
                   COALESCE(CAST(w.image ->> 'feed_id' AS bigint), b.feed_id) AS feed_id,
                   COALESCE(CAST(w.image ->> 'starts_at' AS timestamptz), b.starts_at) AS starts_at
            FROM in_the_way w
            LEFT JOIN placement p ON p.id = CAST(COALESCE(w.image ->> 'placement_id', w.image ->> 'missed_id') AS bigint)
            LEFT JOIN ad_break b ON b.id = COALESCE(CAST(w.image ->> 'break_id' AS bigint), p.break_id)
            LEFT JOIN creative c ON c.id = COALESCE(CAST(w.image ->> 'creative_id' AS bigint), p.creative_id)
            LEFT JOIN program g ON g.id = CAST(w.image ->> 'program_id' AS bigint)
            ORDER BY w.entity, w.id
            """;

    private static final String CHANGED_SINCE = """
            , in_the_way AS (SELECT n.entity, n.entity_id AS id, COALESCE(n.found, n.target) AS image FROM net n
            WHERE CASE n.entity
                WHEN 'slot' THEN (SELECT to_jsonb(t) - 'version' FROM timeslot t WHERE t.id = n.entity_id)
                WHEN 'break' THEN (SELECT to_jsonb(b) - 'version' FROM ad_break b WHERE b.id = n.entity_id)
                WHEN 'spot' THEN (SELECT to_jsonb(p) - 'version' FROM placement p WHERE p.id = n.entity_id)
                WHEN 'make-good' THEN (SELECT to_jsonb(m) FROM make_good m WHERE m.missed_id = n.entity_id)
                WHEN 'outcome' THEN (SELECT to_jsonb(r) FROM reconciliation r WHERE r.placement_id = n.entity_id)
                ELSE (SELECT to_jsonb(d) FROM feed_day d WHERE d.feed_id = n.entity_id
                      AND d.day = CAST(COALESCE(n.found, n.target) ->> 'day' AS date)) END
            IS DISTINCT FROM CASE WHEN n.found IS NULL THEN NULL ELSE CASE n.entity
                WHEN 'slot' THEN to_jsonb(jsonb_populate_record(CAST(NULL AS timeslot), n.found)) - 'version'
                WHEN 'break' THEN to_jsonb(jsonb_populate_record(CAST(NULL AS ad_break), n.found)) - 'version'
                WHEN 'spot' THEN to_jsonb(jsonb_populate_record(CAST(NULL AS placement), n.found)) - 'version'
                WHEN 'make-good' THEN n.found
                WHEN 'outcome' THEN to_jsonb(jsonb_populate_record(CAST(NULL AS reconciliation), n.found))
                ELSE to_jsonb(jsonb_populate_record(CAST(NULL AS feed_day), n.found)) END END
            ORDER BY n.entity, n.entity_id LIMIT 10)
            """ + NAMED;

    /** What became of a spot is said of it later than its time, and taken back later. */
    private static final String TIMES = """
            SELECT CAST(i.image ->> 'feed_id' AS bigint) AS feed_id, CAST(i.image ->> 'starts_at' AS timestamptz) AS starts_at
            FROM net n CROSS JOIN LATERAL (VALUES (n.found), (n.target)) AS i(image)
            WHERE n.entity IN ('slot', 'break') AND i.image IS NOT NULL
            UNION SELECT b.feed_id, b.starts_at
            FROM net n CROSS JOIN LATERAL (VALUES (n.found), (n.target)) AS i(image)
            JOIN ad_break b ON b.id = CAST(i.image ->> 'break_id' AS bigint)
            WHERE n.entity = 'spot' AND n.found - 'status' - 'version' IS DISTINCT FROM n.target - 'status' - 'version'
            """;

    /** What goes with a row that goes, and is not of the command. */
    private static final String PUT_IN_SINCE = """
            , foreign_row AS (
                SELECT 'spot' AS entity, p.id, to_jsonb(p) AS image FROM placement p
                JOIN net n ON n.entity = 'break' AND n.target IS NULL AND n.entity_id = p.break_id
                UNION ALL SELECT 'break', b.id, to_jsonb(b) FROM ad_break b
                JOIN net n ON n.entity = 'slot' AND n.target IS NULL AND n.entity_id = b.slot_id
                WHERE NOT EXISTS (SELECT 1 FROM net m WHERE m.entity = 'break' AND m.target IS NULL AND m.entity_id = b.id)),
            in_the_way AS (SELECT * FROM foreign_row ORDER BY entity, id LIMIT 10)
            """ + NAMED;

    /** Locked breaks that the command itself did not change, but whose spots or slot it did. */
    private static final String LOCKED_SINCE = """
            SELECT b.feed_id, b.starts_at FROM ad_break b
            WHERE b.locked AND NOT EXISTS (SELECT 1 FROM net m WHERE m.entity = 'break' AND m.entity_id = b.id)
              AND (b.slot_id IN (SELECT n.entity_id FROM net n WHERE n.entity = 'slot')
                OR b.id IN (SELECT CAST(i.image ->> 'break_id' AS bigint)
                    FROM net n CROSS JOIN LATERAL (VALUES (n.found), (n.target)) AS i(image)
                    WHERE n.entity = 'spot' AND i.image IS NOT NULL
                      AND n.found - 'status' - 'version' IS DISTINCT FROM n.target - 'status' - 'version'))
            ORDER BY b.starts_at LIMIT 1
            """;

    private static final String BREAKS_OF_IT = """
            SELECT n.entity_id AS id FROM net n WHERE n.entity = 'break'
            UNION SELECT CAST(i.image ->> 'break_id' AS bigint)
            FROM net n CROSS JOIN LATERAL (VALUES (n.found), (n.target)) AS i(image)
            WHERE n.entity = 'spot' AND i.image IS NOT NULL ORDER BY 1
            """;

    /** The slots and the breaks in which somebody else changed something, too, since the command was done. */
    private static final String SHARED = """
            , since AS (
                SELECT a.entity, a.entity_id, i.image
                FROM audit_entry a CROSS JOIN LATERAL (VALUES (a.before), (a.after)) AS i(image)
                WHERE a.station = ?2 AND i.image IS NOT NULL
                  AND a.id > (SELECT max(id) FROM audit_entry WHERE command_id = CAST(?1 AS uuid))
                  AND a.actor <> (SELECT actor FROM command WHERE id = CAST(?1 AS uuid))),
            ours AS (
                SELECT n.entity, n.entity_id, i.image
                FROM net n CROSS JOIN LATERAL (VALUES (n.found), (n.target)) AS i(image) WHERE i.image IS NOT NULL),
            shared_slot AS (
                (SELECT entity_id AS id FROM ours WHERE entity = 'slot'
                 UNION SELECT CAST(image ->> 'slot_id' AS bigint) FROM ours WHERE entity = 'break')
                INTERSECT
                (SELECT entity_id FROM since WHERE entity = 'slot'
                 UNION SELECT CAST(image ->> 'slot_id' AS bigint) FROM since WHERE entity = 'break')),
            shared_break AS (
                (SELECT entity_id AS id FROM ours WHERE entity = 'break'
                 UNION SELECT CAST(image ->> 'break_id' AS bigint) FROM ours WHERE entity = 'spot')
                INTERSECT
                (SELECT entity_id FROM since WHERE entity = 'break'
                 UNION SELECT CAST(image ->> 'break_id' AS bigint) FROM since WHERE entity = 'spot'))
            """;

    /**
     * Breaks outside their slot, at the time of another or not numbered as they air, those whose spots are not numbered, and those
     * at the time of a break that somebody else put into another slot.
     */
    private static final String MISFITS = SHARED + """
            SELECT b.id FROM (
                SELECT b.id, b.starts_at, b.pos, t.starts_at AS slot_start, t.ends_at,
                       row_number() OVER (PARTITION BY b.slot_id ORDER BY b.starts_at, b.pos) AS nth,
                       lag(b.starts_at + b.capacity_ms * interval '1 millisecond')
                           OVER (PARTITION BY b.slot_id ORDER BY b.starts_at, b.pos) AS free_from
                FROM ad_break b JOIN timeslot t ON t.id = b.slot_id WHERE b.slot_id IN (SELECT id FROM shared_slot)) AS b
            WHERE b.pos <> b.nth OR b.starts_at < b.slot_start OR b.starts_at > b.ends_at OR b.starts_at < b.free_from
            UNION SELECT p.break_id FROM (
                SELECT break_id, seq, row_number() OVER (PARTITION BY break_id ORDER BY seq) AS nth
                FROM placement WHERE break_id IN (SELECT id FROM shared_break)) AS p
            WHERE p.seq <> p.nth
            UNION SELECT b.id FROM net n JOIN ad_break b ON b.id = n.entity_id
            JOIN ad_break o ON o.feed_id = b.feed_id AND o.slot_id <> b.slot_id
                 AND o.starts_at > b.starts_at - interval '10 minutes'
                 AND o.starts_at < b.starts_at + b.capacity_ms * interval '1 millisecond'
                 AND o.starts_at + o.capacity_ms * interval '1 millisecond' > b.starts_at
            WHERE n.entity = 'break' AND o.id IN (SELECT entity_id FROM since WHERE entity = 'break')
            ORDER BY 1 LIMIT 1
            """;

    private static final String NEXT_VERSION = """
            (SELECT max(CAST(COALESCE(a.after, a.before) ->> 'version' AS integer)) + 1 FROM audit_entry a
             WHERE a.entity = n.entity AND a.entity_id = n.entity_id)
            """;

    /** A table, what its rows are called, and the columns that come back. */
    private record Table(String name, String entity, List<String> columns) {

        String remove() {
            return "DELETE FROM " + name + " t USING net n WHERE n.entity = '" + entity
                    + "' AND n.target IS NULL AND t.id = n.entity_id";
        }

        String change() {
            String set = String.join(
                    ", ",
                    columns.stream().map(column -> column + " = r." + column).toList());
            return "UPDATE " + name + " t SET " + set + ", version = t.version + 1" + from()
                    + " AND t.id = n.entity_id";
        }

        String add() {
            return "INSERT INTO " + name + " (id, " + String.join(", ", columns) + ", version) SELECT n.entity_id, "
                    + String.join(
                            ", ", columns.stream().map(column -> "r." + column).toList()) + ", " + NEXT_VERSION
                    + from() + " AND NOT EXISTS (SELECT 1 FROM " + name + " t WHERE t.id = n.entity_id)";
        }

        private String from() {
            return " FROM net n CROSS JOIN LATERAL jsonb_populate_record(CAST(NULL AS " + name
                    + "), n.target) AS r WHERE n.entity = '" + entity + "' AND n.target IS NOT NULL";
        }
    }

    private static final Table SLOTS = new Table(
            "timeslot",
            "slot",
            List.of(
                    "feed_id",
                    "starts_at",
                    "ends_at",
                    "program_id",
                    "state",
                    "source",
                    "template_item_id",
                    "template_day"));

    private static final Table BREAKS = new Table(
            "ad_break",
            "break",
            List.of(
                    "slot_id",
                    "feed_id",
                    "pos",
                    "starts_at",
                    "capacity_ms",
                    "kind",
                    "locked",
                    "anchor",
                    "splice_event_id"));

    private static final Table SPOTS = new Table(
            "placement",
            "spot",
            List.of("airs_on", "break_id", "seq", "creative_id", "order_line_id", "duration_ms", "status", "origin"));

    private static final String MAKE_GOODS_AWAY = """
            DELETE FROM make_good m USING net n WHERE n.entity = 'make-good' AND n.target IS NULL AND m.missed_id = n.entity_id
            """;

    private static final String MAKE_GOODS_BACK = """
            INSERT INTO make_good SELECT r.* FROM net n CROSS JOIN LATERAL
                jsonb_populate_record(CAST(NULL AS make_good), n.target) AS r
            WHERE n.entity = 'make-good' AND n.target IS NOT NULL ON CONFLICT DO NOTHING
            """;

    private static final String OUTCOMES_AWAY =
            "DELETE FROM reconciliation r USING net n WHERE n.entity = 'outcome' AND r.placement_id = n.entity_id";

    private static final String OUTCOMES_BACK = """
            INSERT INTO reconciliation SELECT r.* FROM net n CROSS JOIN LATERAL
                jsonb_populate_record(CAST(NULL AS reconciliation), n.target) AS r
            WHERE n.entity = 'outcome' AND n.target IS NOT NULL
            """;

    private static final String DAYS_AWAY = """
            DELETE FROM feed_day d USING net n WHERE n.entity = 'day' AND n.target IS NULL AND d.feed_id = n.entity_id
            AND d.day = CAST(n.found ->> 'day' AS date)
            """;

    private static final String DAYS_BACK = """
            INSERT INTO feed_day SELECT r.* FROM net n CROSS JOIN LATERAL
                jsonb_populate_record(CAST(NULL AS feed_day), n.target) AS r WHERE n.entity = 'day' AND n.target IS NOT NULL
            ON CONFLICT (feed_id, day) DO UPDATE SET locked = excluded.locked, locked_by = excluded.locked_by,
                published_revision = excluded.published_revision, published_by = excluded.published_by,
                published_at = excluded.published_at
            """;

    /** @throws EditRefused where somebody else changed something of it since, or it is on air or locked by now */
    void run() {
        refuseChanged(CHANGED_SINCE, "Somebody changed since then: ");
        refuseLocked();
        Set<Row> times = new HashSet<>(rows(TIMES));
        run(MAKE_GOODS_AWAY);
        run(OUTCOMES_AWAY);
        run(SPOTS.remove());
        // what keeps others goes last, what others need comes first
        for (Table table : List.of(SLOTS, BREAKS, SPOTS)) {
            run(table.change());
            run(table.add());
        }
        run(MAKE_GOODS_BACK);
        run(OUTCOMES_BACK);
        refuseChanged(PUT_IN_SINCE, "Somebody put there since then: ");
        run(BREAKS.remove());
        run(SLOTS.remove());
        times.addAll(rows(TIMES));
        refuseClosed(times);
        times.forEach(row ->
                work.changed(work.feed(row.number(0)), row.at(1), row.at(1).plusMillis(1)));
        run(DAYS_AWAY);
        run(DAYS_BACK);
        rows("SELECT n.entity_id FROM net n WHERE n.entity = 'slot' AND n.target IS NOT NULL")
                .forEach(row -> work.placedSlots.add(row.number(0)));
        work.refuseOverlaps();
        refuseMisfits();
    }

    /** The breaks that it changes, or whose spots it does. */
    List<Long> breaks() {
        return rows(BREAKS_OF_IT).stream().map(row -> row.number(0)).toList();
    }

    /** The keys of the conflicts that the command found or left. */
    List<String> conflicts() {
        return work.sql.rows("SELECT unnest(conflicts) FROM command WHERE id = CAST(?1 AS uuid)", command).stream()
                .map(row -> row.text(0))
                .toList();
    }

    private void refuseMisfits() {
        rows(MISFITS).forEach(row -> {
            BreakRow adBreak = work.adBreak(row.number(0));
            throw EditRefused.clash(
                    "Somebody changed what is around the break at "
                            + adBreak.feed().local(adBreak.start()) + " since then, and it would not fit",
                    "break",
                    row.id(0),
                    "what is around it as the command left it");
        });
    }

    private void refuseLocked() {
        rows(LOCKED_SINCE).forEach(row -> {
            throw new EditRefused(
                    Because.LOCKED,
                    "The break at " + work.feed(row.number(0)).local(row.at(1)) + " is locked",
                    "locked",
                    "true",
                    "a break that is not locked");
        });
    }

    private void refuseChanged(String question, String words) {
        List<Row> changed = rows(question);
        if (changed.isEmpty()) {
            return;
        }
        List<String> named = changed.stream().map(this::named).toList();
        throw EditRefused.clash(
                words + String.join(", ", named),
                changed.get(0).text(0),
                changed.get(0).id(1),
                "as the command left it");
    }

    private String named(Row row) {
        String what = "the " + row.text(0) + (row.text(3).isEmpty() ? "" : " " + row.text(3));
        String at = row.empty(5) ? "" : " at " + work.feed(row.number(4)).local(row.at(5));
        return what + at + (row.text(2).isEmpty() ? "" : " (by " + row.text(2) + ")");
    }

    private void refuseClosed(Set<Row> times) {
        for (DeskFeed feed : work.feeds) {
            List<Instant> starts = times.stream()
                    .filter(row -> row.number(0) == feed.id())
                    .map(row -> row.at(1))
                    .sorted()
                    .toList();
            if (starts.isEmpty()) {
                continue;
            }
            work.refuseStarted("What airs at " + feed.local(starts.get(0)), starts.get(0));
            work.refuseLockedDays(
                    feed, starts.stream().map(feed::day).distinct().toList());
        }
    }

    private String net() {
        return back ? NET.formatted("target", "found") : NET.formatted("found", "target");
    }

    private List<Row> rows(String sql) {
        return work.sql.rows(net() + sql, command, callSign());
    }

    private void run(String sql) {
        Sql to = work.sql;
        to.run(net() + sql, command, callSign());
    }

    private String callSign() {
        return work.feeds.get(0).callSign();
    }
}
