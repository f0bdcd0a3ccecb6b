package org.scruffy.creative;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.order.Actor;
import org.scruffy.order.Audit;
import org.scruffy.order.Refused;

/** Which lengths each station takes; {@link Lengths#DEFAULT} where it said nothing. */
@ApplicationScoped
public class LengthsTable {

    private static final String TABLE = "creative_lengths";

    private final Database database;
    private final Clock clock;

    protected LengthsTable() {
        this(null, null);
    }

    @Inject
    public LengthsTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Lengths of(String callSign) {
        return database.read(em -> new Sql(em)
                .rows("""
                        SELECT l.tolerance_ms, l.longest_ms FROM creative_lengths l JOIN station s ON s.id = l.id
                        WHERE s.call_sign = ?1
                        """, callSign).stream()
                        .map(row -> new Lengths(row.length(0), row.length(1)))
                        .findFirst()
                        .orElse(Lengths.DEFAULT));
    }

    /** Holds for all that is conditioned from now on: what is ready stays, what failed is tried again by a person. */
    public void put(Actor actor, Lengths wanted) {
        database.change(em -> {
            Sql sql = new Sql(em);
            long station = sql.rows("SELECT id FROM station WHERE call_sign = ?1", actor.callSign()).stream()
                    .findFirst()
                    .orElseThrow(() -> Refused.unknown("station", actor.callSign()))
                    .number(0);
            Audit audit = new Audit(sql, clock, actor, TABLE, TABLE);
            String before = audit.row(station);
            sql.run(
                    "INSERT INTO creative_lengths (id, tolerance_ms, longest_ms) VALUES (?1, ?2, ?3) ON CONFLICT (id)"
                            + " DO UPDATE SET tolerance_ms = excluded.tolerance_ms, longest_ms = excluded.longest_ms",
                    station,
                    wanted.tolerance().toMillis(),
                    wanted.longest().toMillis());
            audit.wrote("put", station, before, "");
        });
    }
}
