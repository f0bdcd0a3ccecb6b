package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Names;

/** Who can be told. */
@ApplicationScoped
public class Recipients {

    private static final String SELECT = "SELECT r.id, r.name, r.kind, r.address, r.secret FROM alert_recipient r";

    private final Database database;

    protected Recipients() {
        this(null);
    }

    @Inject
    public Recipients(Database database) {
        this.database = database;
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

    /** @param first the column of the id, followed by name, kind, address and secret */
    static Recipient recipient(Row row, int first) {
        return new Recipient(
                row.id(first),
                new Recipient.Said(
                        row.text(first + 1),
                        Recipient.Kind.valueOf(row.text(first + 2)),
                        row.text(first + 3),
                        row.text(first + 4)));
    }

    public Recipient create(Recipient.Said said) {
        long id = database.transaction(em -> new Sql(em)
                .rows(
                        "INSERT INTO alert_recipient (name, kind, address, secret) VALUES (?1, ?2, ?3, ?4) RETURNING id",
                        Names.kept(said.name()),
                        said.kind(),
                        Names.kept(said.address()),
                        Names.kept(said.secret()))
                .get(0)
                .number(0));
        return find(id).orElseThrow();
    }

    /** Says all of it anew. Empty where there is no such recipient. */
    public Optional<Recipient> change(long id, Recipient.Said said) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE alert_recipient SET name = ?2, kind = ?3, address = ?4, secret = ?5 WHERE id = ?1",
                        id,
                        Names.kept(said.name()),
                        said.kind(),
                        Names.kept(said.address()),
                        Names.kept(said.secret())));
        return find(id);
    }

    /** What was to be told to it is told to nobody; false where there is no such recipient. */
    public boolean delete(long id) {
        return database.transaction(em -> new Sql(em).run("DELETE FROM alert_recipient WHERE id = ?1", id)) > 0;
    }
}
