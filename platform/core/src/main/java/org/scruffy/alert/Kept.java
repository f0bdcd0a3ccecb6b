package org.scruffy.alert;

import java.time.Instant;
import org.scruffy.database.Sql;

/** What several people say anew, so that one may undo what another just did. */
enum Kept {
    BOARD("board", "board"),
    TRIGGER("alert_trigger", "trigger"),
    OBJECTIVE("slo", "objective"),
    RECIPIENT("alert_recipient", "recipient");

    private final String table;
    private final String name;

    Kept(String table, String name) {
        this.table = table;
        this.name = name;
    }

    /**
     * Goes on only where nobody changed it since it was read, and nobody else will before the transaction ends. One that is not there was
     * changed by nobody.
     *
     * @param seen when it was changed last, for whoever read it
     * @throws Overtaken where it was changed since
     */
    void unchanged(Sql sql, long id, Instant seen) {
        sql.rows("SELECT updated_at FROM " + table + " WHERE id = ?1 FOR NO KEY UPDATE", id).stream()
                .map(row -> row.at(0))
                .filter(now -> !now.equals(seen))
                .forEach(now -> {
                    throw new Overtaken(name, seen, now);
                });
    }
}
