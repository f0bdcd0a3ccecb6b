package org.scruffy.order;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/**
 * Writes down who changed which row of a table, with the row before and after, within the transaction of the change.
 *
 * @param table whose rows have an id; it comes from us, never from a request
 * @param entity what a row is called
 */
public record Audit(Sql sql, Clock clock, Actor actor, String table, String entity) {

    /** The row as it is now, as JSON; empty where there is none. */
    public String row(long id) {
        List<Row> rows = sql.rows("SELECT CAST(to_jsonb(t) AS text) FROM " + table + " t WHERE id = ?1", id);
        return rows.isEmpty() ? "" : rows.get(0).text(0);
    }

    /**
     * @param action a verb
     * @param before as {@link #row} had it before the change, empty for what is new
     * @param reason in words, empty where none is needed
     */
    public void wrote(String action, long id, String before, String reason) {
        sql.run(
                """
                INSERT INTO audit_entry (at, actor, station, action, entity, entity_id, before, after, command_id, trace_id, reason)
                VALUES (CAST(?1 AS timestamptz), ?2, ?3, ?4, ?5, ?6, CAST(NULLIF(?7, '') AS jsonb),
                        CAST(NULLIF(?8, '') AS jsonb), CAST(?9 AS uuid), ?10, ?11)
                """,
                clock.instant(),
                actor.name(),
                actor.callSign(),
                action,
                entity,
                id,
                before,
                row(id),
                UUID.randomUUID().toString(),
                actor.traceId(),
                reason);
    }
}
