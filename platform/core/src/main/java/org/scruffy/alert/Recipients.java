package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Names;

/** Who can be told. */
@ApplicationScoped
public class Recipients {

    private static final String SELECT =
            "SELECT r.id, r.name, r.kind, r.address, r.secret, r.updated_at FROM alert_recipient r";

    private final Database database;
    private final Clock clock;

    protected Recipients() {
        this(null, null);
    }

    @Inject
    public Recipients(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public List<Recipient> all() {
        return database.read(em -> new Sql(em)
                .rows(SELECT + " ORDER BY lower(r.name), r.id").stream()
                        .map(row -> recipient(row, 0))
                        .toList());
    }

    public Optional<Recipient> find(long id) {
        return database.read(em -> new Sql(em)
                .rows(SELECT + " WHERE r.id = ?1", id).stream()
                        .map(row -> recipient(row, 0))
                        .findFirst());
    }

    /** @param first the column of the id, followed by name, kind, address, secret and when it was changed */
    static Recipient recipient(Row row, int first) {
        return new Recipient(
                row.id(first),
                new Recipient.Said(
                        row.text(first + 1),
                        Recipient.Kind.valueOf(row.text(first + 2)),
                        row.text(first + 3),
                        row.text(first + 4)),
                row.at(first + 5));
    }

    public Recipient create(Recipient.Said said) {
        long id = database.transaction(em -> new Sql(em)
                .rows(
                        "INSERT INTO alert_recipient (name, kind, address, secret, updated_at)"
                                + " VALUES (?1, ?2, ?3, ?4, CAST(?5 AS timestamptz)) RETURNING id",
                        Names.kept(said.name()),
                        said.kind(),
                        Names.kept(said.address()),
                        Names.kept(said.secret()),
                        clock.instant())
                .get(0)
                .number(0));
        return find(id).orElseThrow();
    }

    /**
     * Says all of it anew. Empty where there is no such recipient.
     *
     * @param seen when it was changed last, for whoever says so
     * @throws Overtaken where it was changed since
     */
    public Optional<Recipient> change(long id, Recipient.Said said, Instant seen) {
        database.change(em -> {
            Sql sql = new Sql(em);
            Kept.RECIPIENT.unchanged(sql, id, seen);
            sql.run(
                    "UPDATE alert_recipient SET name = ?2, kind = ?3, address = ?4, secret = ?5, updated_at = CAST(?6 AS timestamptz)"
                            + " WHERE id = ?1",
                    id,
                    Names.kept(said.name()),
                    said.kind(),
                    Names.kept(said.address()),
                    Names.kept(said.secret()),
                    clock.instant());
        });
        return find(id);
    }

    /** What was to be told to it is told to nobody; false where there is no such recipient. */
    public boolean delete(long id) {
        return database.transaction(em -> new Sql(em).run("DELETE FROM alert_recipient WHERE id = ?1", id)) > 0;
    }
}
