package org.scruffy.desk;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.scruffy.database.Sql;

/**
 * What commands changed, row by row, as the database writes it down: {@code audit_change} of V5. Said once in a transaction, every
 * change of it belongs to the command, also what follows from a foreign key.
 */
record Journal(Sql sql, String callSign) {

    /** From here on the transaction is a command's. */
    void open(UUID command, Instant now, String actor, String reason, String traceId) {
        sql.rows("""
                SELECT set_config('scruffy.command', CAST(jsonb_build_object('id', CAST(?1 AS text), 'at', CAST(?2 AS text),
                    'actor', CAST(?3 AS text), 'station', CAST(?4 AS text), 'reason', CAST(?5 AS text),
                    'trace', CAST(?6 AS text)) AS text), true)
                """, command.toString(), now, actor, callSign, reason, traceId);
    }

    /**
     * Keeps a command, so that it can be undone. What its actor had taken back is not done again after it.
     *
     * @param conflicts that it found or left, as {@link Desk} names them
     */
    void keep(
            UUID command,
            Instant now,
            String actor,
            String label,
            String traceId,
            Collection<WeekKey> weeks,
            Collection<String> conflicts,
            boolean undoable) {
        sql.run(
                "UPDATE command SET undoable = false WHERE actor = ?1 AND station = ?2 AND undone AND undoable",
                actor,
                callSign);
        sql.run("""
                INSERT INTO command (id, at, actor, station, label, trace_id, weeks, conflicts, undoable)
                VALUES (CAST(?1 AS uuid), CAST(?2 AS timestamptz), ?3, ?4, ?5, ?6, CAST(?7 AS text[]), CAST(?8 AS text[]), ?9)
                """, command.toString(), now, actor, callSign, label, traceId, List.copyOf(weeks), conflicts, undoable);
    }
}
