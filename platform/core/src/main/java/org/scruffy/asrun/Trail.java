package org.scruffy.asrun;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.scruffy.database.Sql;
import org.scruffy.schedule.LocalWeek;

/** What every change here leaves behind: the raised revisions of the weeks it is in, and a line in the audit. */
record Trail(Sql sql, Clock clock, String actor, String traceId, String command) {

    static Trail of(Sql sql, Clock clock, String actor, String traceId) {
        return new Trail(sql, clock, actor, traceId, UUID.randomUUID().toString());
    }

    /** Raised before anything else and in one order everywhere, which also locks these weeks. */
    void raise(FeedAt feed, List<Instant> moments) {
        TreeSet<java.time.LocalDate> mondays = new TreeSet<>();
        moments.forEach(at -> mondays.add(LocalWeek.at(at, feed.zone()).monday()));
        mondays.forEach(monday -> sql.run(
                "UPDATE feed_week SET revision = revision + 1 WHERE feed_id = ?1 AND week_start = CAST(?2 AS date)",
                feed.id(),
                monday));
    }

    void say(String station, String action, String entity, long id, String before, String after, String reason) {
        sql.run("""
                INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id, reason)
                VALUES (CAST(?1 AS timestamptz), ?2, ?3, ?4, ?5, ?6, CAST(NULLIF(?7, '') AS jsonb), CAST(NULLIF(?8, '') AS jsonb),
                        CAST(?9 AS uuid), ?10, ?11)
                """, clock.instant(), actor, station, action, entity, id, before, after, command, traceId, reason);
    }
}
