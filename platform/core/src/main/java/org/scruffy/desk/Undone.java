package org.scruffy.desk;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/**
 * Takes a command back, or does it again, row by row as the audit has them: what a row was is what it becomes, while nobody else has
 * changed it since. Versions are the one thing that does not come back; they only grow.
 *
 * @param back whether it is taken back, else done again
 */
record Undone(Work work, String command, boolean back) {

    /** What the command found and left of each row; a row that it touched twice counts once. */
    private static final String NET = """
            WITH net AS (
                SELECT entity, entity_id, (array_agg(before ORDER BY id))[1] AS %s, (array_agg(after ORDER BY id DESC))[1] AS %s
                FROM audit_entry WHERE command_id = CAST(?1 AS uuid) AND station = ?2 AND entity IN ('slot', 'break', 'spot', 'day', 'make-good')
                GROUP BY entity, entity_id, COALESCE(after, before) ->> 'day')
            """;

    private static final String CHANGED_SINCE = """
            SELECT n.entity, n.entity_id, COALESCE((SELECT a.actor FROM audit_entry a WHERE a.entity = n.entity
                       AND a.entity_id = n.entity_id ORDER BY a.id DESC LIMIT 1), '') AS actor
            FROM net n
            WHERE CASE n.entity
                WHEN 'slot' THEN (SELECT to_jsonb(t) - 'version' FROM timeslot t WHERE t.id = n.entity_id)
                WHEN 'break' THEN (SELECT to_jsonb(b) - 'version' FROM ad_break b WHERE b.id = n.entity_id)
                WHEN 'spot' THEN (SELECT to_jsonb(p) - 'version' FROM placement p WHERE p.id = n.entity_id)
                WHEN 'make-good' THEN (SELECT to_jsonb(m) FROM make_good m WHERE m.missed_id = n.entity_id)
                ELSE (SELECT to_jsonb(d) FROM feed_day d WHERE d.feed_id = n.entity_id
                      AND d.day = CAST(COALESCE(n.found, n.target) ->> 'day' AS date)) END
            IS DISTINCT FROM CASE WHEN n.found IS NULL THEN NULL ELSE CASE n.entity
                WHEN 'slot' THEN to_jsonb(jsonb_populate_record(CAST(NULL AS timeslot), n.found)) - 'version'
                WHEN 'break' THEN to_jsonb(jsonb_populate_record(CAST(NULL AS ad_break), n.found)) - 'version'
                WHEN 'spot' THEN to_jsonb(jsonb_populate_record(CAST(NULL AS placement), n.found)) - 'version'
                WHEN 'make-good' THEN n.found
                ELSE to_jsonb(jsonb_populate_record(CAST(NULL AS feed_day), n.found)) END END
            ORDER BY n.entity, n.entity_id LIMIT 10
            """;

    /** That a spot did not air, or is made good, is said of it later than its time, and taken back later. */
    private static final String TIMES = """
            SELECT CAST(i.image ->> 'feed_id' AS bigint) AS feed_id, CAST(i.image ->> 'starts_at' AS timestamptz) AS starts_at
            FROM net n CROSS JOIN LATERAL (VALUES (n.found), (n.target)) AS i(image)
            WHERE n.entity IN ('slot', 'break') AND i.image IS NOT NULL
            UNION SELECT b.feed_id, b.starts_at
            FROM net n CROSS JOIN LATERAL (VALUES (n.found), (n.target)) AS i(image)
            JOIN ad_break b ON b.id = CAST(i.image ->> 'break_id' AS bigint)
            WHERE n.entity = 'spot' AND n.found - 'status' - 'version' IS DISTINCT FROM n.target - 'status' - 'version'
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
        refuseChangedSince();
        Set<Row> times = new HashSet<>(rows(TIMES));
        run(MAKE_GOODS_AWAY);
        run(SPOTS.remove());
        // what keeps others goes last, what others need comes first
        for (Table table : List.of(SLOTS, BREAKS, SPOTS)) {
            run(table.change());
            run(table.add());
        }
        run(MAKE_GOODS_BACK);
        run(BREAKS.remove());
        run(SLOTS.remove());
        times.addAll(rows(TIMES));
        refuseClosed(times);
        run(DAYS_AWAY);
        run(DAYS_BACK);
        rows("SELECT n.entity_id FROM net n WHERE n.entity = 'slot' AND n.target IS NOT NULL")
                .forEach(row -> work.placedSlots.add(row.number(0)));
        work.refuseOverlaps();
    }

    private void refuseChangedSince() {
        List<Row> changed = rows(CHANGED_SINCE);
        if (changed.isEmpty()) {
            return;
        }
        List<String> named = changed.stream()
                .map(row -> row.text(0) + " " + row.id(1) + (row.text(2).isEmpty() ? "" : " (by " + row.text(2) + ")"))
                .toList();
        throw EditRefused.clash(
                "Somebody changed since then: " + String.join(", ", named),
                changed.get(0).text(0),
                changed.get(0).id(1),
                "as the command left it");
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
