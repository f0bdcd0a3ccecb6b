package org.scruffy.asrun;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.asrun.Matching.Seen;
import org.scruffy.asrun.Matching.Verdict;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/** Writes what became of the spots of a day: once for each, and again only where a later log says something else. */
record Decisions(Sql sql, Trail trail, FeedAt feed) {

    private record Said(String outcome, long row) {

        static Said of(Row row) {
            return new Said(row.text(1), row.empty(2) ? 0 : row.number(2));
        }

        static Said of(Verdict verdict) {
            return new Said(
                    verdict.outcome().name(), verdict.row().map(Seen::id).orElse(0L));
        }
    }

    /** How many changed; none where no row of the day is in the logs, which says nothing about its spots. */
    int write(LocalDate day, Instant now) {
        BroadcastDay broadcast = feed.day(day);
        // two that reconcile one feed at a time wait here for each other
        sql.rows("SELECT CAST(pg_advisory_xact_lock(hashtextextended('reconcile', ?1)) AS text)", feed.id());
        return logged(broadcast) ? change(broadcast, now) : 0;
    }

    boolean logged(BroadcastDay day) {
        return !sql.rows(
                        "SELECT id FROM as_run WHERE feed_id = ?1 AND actual_start >= CAST(?2 AS timestamptz)"
                                + " AND actual_start < CAST(?3 AS timestamptz) LIMIT 1",
                        feed.id(),
                        day.start(),
                        day.end())
                .isEmpty();
    }

    /** The same without asking whether there is any row. */
    int change(BroadcastDay day, Instant now) {
        AsRunSettings settings = AsRunSettingsTable.of(sql, feed.callSign());
        List<Verdict> verdicts =
                new DayOnAir(sql, feed, day, settings).matched(now).verdicts();
        Map<Long, Said> said = said(verdicts);
        List<Verdict> changed = verdicts.stream()
                .filter(verdict ->
                        !Said.of(verdict).equals(said.get(verdict.spot().id())))
                .toList();
        if (!changed.isEmpty()) {
            trail.raise(
                    feed, changed.stream().map(verdict -> verdict.spot().at()).toList());
            write(changed);
        }
        return changed.size();
    }

    private Map<Long, Said> said(List<Verdict> verdicts) {
        Map<Long, Said> said = new HashMap<>();
        sql.rows(
                        "SELECT placement_id, outcome, as_run_id FROM reconciliation WHERE placement_id = ANY (CAST(?1 AS bigint[]))",
                        ids(verdicts))
                .forEach(row -> said.put(row.number(0), Said.of(row)));
        return said;
    }

    private static List<Long> ids(List<Verdict> verdicts) {
        return verdicts.stream().map(verdict -> verdict.spot().id()).toList();
    }

    private void write(List<Verdict> changed) {
        List<Long> ids = ids(changed);
        List<String> outcomes =
                changed.stream().map(verdict -> verdict.outcome().name()).toList();
        audit(ids, outcomes);
        sql.run("DELETE FROM reconciliation WHERE placement_id = ANY (CAST(?1 AS bigint[]))", ids);
        sql.run(
                """
                INSERT INTO reconciliation (placement_id, airs_on, outcome, as_run_id, as_run_at, actor, at)
                SELECT p.id, p.airs_on, t.outcome, NULLIF(t.row, 0), CAST(NULLIF(t.row_at, '') AS timestamptz), ?5,
                       CAST(?6 AS timestamptz)
                FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS text[]), CAST(?3 AS bigint[]), CAST(?4 AS text[]))
                     AS t(id, outcome, row, row_at) JOIN placement p ON p.id = t.id
                """,
                ids,
                outcomes,
                changed.stream()
                        .map(verdict -> verdict.row().map(Seen::id).orElse(0L))
                        .toList(),
                changed.stream()
                        .map(verdict -> verdict.row()
                                .map(Seen::at)
                                .map(Instant::toString)
                                .orElse(""))
                        .toList(),
                trail.actor(),
                trail.clock().instant());
        sql.run("""
                UPDATE placement p SET status = CASE WHEN t.outcome IN ('MISSED', 'PREEMPTED') THEN t.outcome ELSE 'AIRED' END,
                       version = p.version + 1
                FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS text[])) AS t(id, outcome)
                WHERE p.id = t.id
                """, ids, outcomes);
    }

    private void audit(List<Long> ids, List<String> outcomes) {
        sql.run(
                """
                INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id)
                SELECT CAST(?3 AS timestamptz), ?4, ?5, 'reconcile', 'placement', t.id,
                       jsonb_build_object('outcome', r.outcome), jsonb_build_object('outcome', t.outcome), CAST(?6 AS uuid), ?7
                FROM unnest(CAST(?1 AS bigint[]), CAST(?2 AS text[])) AS t(id, outcome)
                LEFT JOIN reconciliation r ON r.placement_id = t.id
                """,
                ids,
                outcomes,
                trail.clock().instant(),
                trail.actor(),
                feed.callSign(),
                trail.command(),
                trail.traceId());
    }
}
