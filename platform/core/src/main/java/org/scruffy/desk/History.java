package org.scruffy.desk;

import java.time.Instant;
import java.util.List;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/** The commands of a station, and the rows they changed. */
record History(Sql sql, String callSign) {

    /** How many commands of a user can be taken back. */
    static final int LAST = 50;

    private static final String LAST_COMMANDS = """
            (SELECT id, label, array_to_string(weeks, ',') AS weeks, undone, undoable, sequence FROM command
             WHERE actor = ?1 AND station = ?2 ORDER BY sequence DESC LIMIT 50) AS c
            """;

    /** A command that can be taken back, or done again. */
    record Taken(String id, String label, List<WeekKey> weeks) {

        static Taken of(Row row) {
            String weeks = row.text(2);
            return new Taken(
                    row.text(0),
                    row.text(1),
                    weeks.isEmpty()
                            ? List.of()
                            : List.of(weeks.split(",")).stream()
                                    .map(WeekKey::parse)
                                    .toList());
        }
    }

    /** Locked, so that two of one user do not take the same one back. */
    Taken lastOf(String actor) {
        lock(actor);
        List<Row> last = sql.rows(
                "SELECT CAST(c.id AS text), c.label, c.weeks, c.undoable FROM " + LAST_COMMANDS
                        + " WHERE NOT c.undone ORDER BY c.sequence DESC LIMIT 1",
                actor,
                callSign);
        if (last.isEmpty()) {
            throw EditRefused.clash(
                    "There is nothing of yours to undo among your last " + LAST + " commands",
                    "command",
                    "none",
                    "a command that is not undone");
        }
        if (!Boolean.parseBoolean(last.get(0).text(3))) {
            throw EditRefused.clash(
                    "'" + last.get(0).text(1) + "' published a day, which is not undone",
                    "command",
                    last.get(0).text(0),
                    "a command that published nothing");
        }
        return Taken.of(last.get(0));
    }

    /** The one that was taken back last, unless something else was done since. */
    Taken undoneBy(String actor) {
        lock(actor);
        return sql
                .rows("SELECT CAST(c.id AS text), c.label, c.weeks FROM " + LAST_COMMANDS + """
                         WHERE c.undone AND c.undoable AND c.sequence > COALESCE((SELECT max(d.sequence) FROM command d
                            WHERE d.actor = ?1 AND d.station = ?2 AND NOT d.undone), 0)
                        ORDER BY c.sequence LIMIT 1
                        """, actor, callSign)
                .stream()
                .findFirst()
                .map(Taken::of)
                .orElseThrow(() -> EditRefused.clash(
                        "There is nothing of yours to do again", "command", "none", "a command that is undone"));
    }

    private void lock(String actor) {
        // an order to the database, so that what is read next is read after the lock is had
        sql.run("UPDATE command SET undone = undone WHERE false");
        sql.rows("SELECT CAST(pg_advisory_xact_lock(hashtextextended(?1 || ' ' || ?2, 0)) AS text)", actor, callSign);
    }

    void mark(Taken command, boolean undone, Instant now) {
        sql.run(
                "UPDATE command SET undone = ?1, undone_at = CASE WHEN ?1 THEN CAST(?3 AS timestamptz) END"
                        + " WHERE id = CAST(?2 AS uuid)",
                undone,
                command.id(),
                now);
    }

    List<DoneCommand> commands(long before, int limit) {
        return sql.rows("""
                        SELECT CAST(id AS text), sequence, at, actor, label, undone FROM command
                        WHERE station = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
                        """, callSign, before, limit).stream()
                .map(row -> new DoneCommand(
                        row.text(0),
                        row.number(1),
                        row.at(2),
                        row.text(3),
                        row.text(4),
                        Boolean.parseBoolean(row.text(5))))
                .toList();
    }

    List<AuditLine> audit(String entity, long entityId, long before, int limit) {
        return sql.rows("""
                        SELECT id, at, actor, action, entity, entity_id, CAST(before AS text) AS was, CAST(after AS text) AS became,
                               CAST(command_id AS text) AS command, trace_id, reason
                        FROM audit_entry WHERE station = ?1 AND id < ?2 AND (CAST(?3 AS text) = '' OR entity = ?3) AND (CAST(?4 AS bigint) = 0 OR entity_id = ?4)
                        ORDER BY id DESC LIMIT ?5
                        """, callSign, before, entity, entityId, limit).stream()
                .map(row -> new AuditLine(
                        row.number(0),
                        row.at(1),
                        row.text(2),
                        row.text(3),
                        row.text(4),
                        row.number(5),
                        row.text(6),
                        row.text(7),
                        row.text(8),
                        row.text(9),
                        row.text(10)))
                .toList();
    }
}
