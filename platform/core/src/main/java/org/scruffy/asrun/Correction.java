package org.scruffy.asrun;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.Errand;
import org.scruffy.desk.Outcome.Result;

/**
 * What a person says became of a spot, in place of what the logs say: a command of the desk, which whoever said it can undo.
 *
 * @param asRun the row that shows it, where one does
 */
record Correction(
        FeedAt feed,
        ReconciledSpot spot,
        Outcome outcome,
        Optional<Long> asRun,
        String reason,
        String actor,
        Clock clock)
        implements Errand {

    private long id() {
        return Long.parseLong(spot.placement());
    }

    @Override
    public List<Span> spans(Sql sql) {
        return List.of(new Span(feed.name(), spot.plannedAt(), spot.plannedAt().plusMillis(1)));
    }

    @Override
    public void check(Sql sql) {
        Row now = sql.rows("""
                        SELECT p.status, b.starts_at FROM placement p JOIN ad_break b ON b.id = p.break_id AND b.airs_on = p.airs_on
                        WHERE p.id = ?1
                        """, id()).stream()
                .findFirst()
                .orElseThrow(() -> AsRunProblem.unknown("placement", spot.placement()));
        if (now.text(0).equals("MADE_GOOD")) {
            throw AsRunProblem.conflict(
                    "The spot is made good already; remove its make-good first",
                    "status",
                    "MADE_GOOD",
                    "another status");
        }
        if (now.at(1).isAfter(clock.instant())) {
            throw AsRunProblem.conflict(
                    "The break " + feed.at(now.at(1)) + " has not started yet",
                    "start",
                    now.at(1).toString(),
                    "before " + clock.instant());
        }
    }

    @Override
    public Written write(Sql sql, List<Result> results) {
        Optional<Instant> at = asRun.map(row -> evidence(sql, row));
        sql.run("DELETE FROM reconciliation WHERE placement_id = ?1", id());
        sql.run(
                """
                INSERT INTO reconciliation (placement_id, airs_on, outcome, as_run_id, as_run_at, note, actor, at, corrected)
                SELECT id, airs_on, ?2, NULLIF(CAST(?3 AS bigint), 0), CAST(NULLIF(?4, '') AS timestamptz), ?5, ?6,
                       CAST(?7 AS timestamptz), true
                FROM placement WHERE id = ?1
                """,
                id(),
                outcome,
                asRun.orElse(0L),
                at.map(Instant::toString).orElse(""),
                reason,
                actor,
                clock.instant());
        sql.run(
                "UPDATE placement SET status = ?2, version = version + 1 WHERE id = ?1",
                id(),
                outcome.aired() ? "AIRED" : outcome.name());
        return Written.NOTHING;
    }

    private Instant evidence(Sql sql, long row) {
        Row found = sql.rows("SELECT actual_start FROM as_run WHERE id = ?1 AND feed_id = ?2", row, feed.id()).stream()
                .findFirst()
                .orElseThrow(() -> AsRunProblem.unknown("as-run row", "" + row));
        sql.rows(SpotsPlanned.SELECT + " WHERE r.as_run_id = ?1 AND p.id <> ?2", row, id()).stream()
                .findFirst()
                .map(SpotsPlanned::spot)
                .ifPresent(other -> {
                    throw AsRunProblem.conflict(
                            "The row shows another spot already: " + other.adId() + " " + feed.at(other.plannedAt()),
                            "asRun",
                            "a row of " + other.adId() + " " + feed.at(other.plannedAt()),
                            "a row that shows no spot yet");
                });
        return found.at(0);
    }
}
