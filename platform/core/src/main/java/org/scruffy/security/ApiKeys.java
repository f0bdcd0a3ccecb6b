package org.scruffy.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;

/** The keys of programs: made, listed, revoked. */
@ApplicationScoped
public class ApiKeys {

    private final Database database;
    private final Users users;
    private final Clock clock;

    protected ApiKeys() {
        this(null, null, null);
    }

    @Inject
    public ApiKeys(Database database, Users users, Clock clock) {
        this.database = database;
        this.users = users;
        this.clock = clock;
    }

    /** Makes a key with the roles of a user, and answers it: this once. */
    public String create(String owner, String label) {
        return create(owner, label, Set.of());
    }

    /**
     * The same of a key that brings events of some datasets and does nothing else.
     *
     * @param datasets their slugs; empty for a key that is not bound
     */
    public String create(String owner, String label, Set<String> datasets) {
        if (label.isBlank() || label.length() > 100) {
            throw new IllegalArgumentException("A key's label has 1 to 100 characters");
        }
        // a dash would be none of the characters of a DSN: Sentry's SDK for JavaScript refuses it
        String key = "scruffy_" + HexFormat.of().formatHex(Digest.bytes(32));
        int made = database.transaction(em -> {
            Sql sql = new Sql(em);
            int rows = sql.run(
                    "INSERT INTO api_key (user_id, hash, label, created_at)"
                            + " SELECT id, ?1, ?2, CAST(?3 AS timestamptz) FROM app_user WHERE name = ?4",
                    Digest.sha256(key),
                    label.strip(),
                    clock.instant(),
                    owner);
            sql.run(
                    "INSERT INTO api_key_dataset (key_id, dataset)"
                            + " SELECT k.id, d FROM api_key k, unnest(CAST(?1 AS text[])) AS d WHERE k.hash = ?2",
                    datasets,
                    Digest.sha256(key));
            return rows;
        });
        if (made == 0) {
            throw new IllegalArgumentException("There is no user " + owner + " to make a key for");
        }
        return key;
    }

    /** Every key, newest first. */
    public List<ApiKey> all() {
        List<?> rows = database.read(em -> em.createNativeQuery(
                        "SELECT k.id, u.name, k.label, k.created_at, k.last_used_at, k.revoked_at,"
                                + " (SELECT coalesce(string_agg(d.dataset, ', ' ORDER BY d.dataset), '')"
                                + " FROM api_key_dataset d WHERE d.key_id = k.id)"
                                + " FROM api_key k JOIN app_user u ON u.id = k.user_id ORDER BY k.created_at DESC, k.id DESC")
                .getResultList());
        return rows.stream().map(row -> key((Object[]) row)).toList();
    }

    private static ApiKey key(Object[] row) {
        return new ApiKey(
                ((Number) row[0]).longValue(),
                (String) row[1],
                (String) row[2],
                at(row[3]).orElseThrow(),
                at(row[4]),
                at(row[5]),
                (String) row[6]);
    }

    private static Optional<Instant> at(Object column) {
        return Optional.ofNullable((Timestamp) column).map(Timestamp::toInstant);
    }

    /** From now on the key opens nothing. */
    public void revoke(long id) {
        database.change(em -> em.createNativeQuery(
                        "UPDATE api_key SET revoked_at = CAST(?1 AS timestamptz) WHERE id = ?2 AND revoked_at IS NULL")
                .setParameter(1, clock.instant().toString())
                .setParameter(2, id)
                .executeUpdate());
        users.forget();
    }
}
