package org.scruffy.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.desk.EditRefused.Because;

/**
 * Requests that name themselves with an {@code Idempotency-Key}: the first is carried out, and for a day each repetition gets its
 * answer. One that was left unanswered, because its node went down, is carried out again under the same command id after some time.
 */
@ApplicationScoped
public class Requests {

    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration LEFT = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;

    protected Requests() {
        this(null, null);
    }

    @Inject
    public Requests(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What was answered. */
    public record Answer(int status, String body) {}

    /**
     * What is to be done with a request.
     *
     * @param command its id, the same for each repetition
     * @param answer that the first got, empty where this is to be carried out
     */
    public record Begun(UUID command, Optional<Answer> answer) {}

    /**
     * @param fingerprint of all that the request asks for
     * @throws EditRefused where the key is another request's, or the same one is under way
     */
    public Begun begin(String actor, String key, String fingerprint) {
        if (key.isEmpty() || key.length() > 255) {
            throw EditRefused.invalid("Idempotency-Key", key.length() + " characters", "1 to 255 characters");
        }
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            sql.run(
                    "DELETE FROM idempotent_request WHERE actor = ?1 AND key = ?2 AND at < CAST(?3 AS timestamptz)",
                    actor,
                    key,
                    clock.instant().minus(KEPT));
            boolean first = sql.run(
                            "INSERT INTO idempotent_request (actor, key, fingerprint, at) VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz))"
                                    + " ON CONFLICT DO NOTHING",
                            actor,
                            key,
                            fingerprint,
                            clock.instant())
                    > 0;
            Row row = sql.rows(
                            "SELECT fingerprint, status, body, at, CAST(command_id AS text) FROM idempotent_request"
                                    + " WHERE actor = ?1 AND key = ?2 FOR UPDATE",
                            actor,
                            key)
                    .get(0);
            return first
                    ? new Begun(UUID.fromString(row.text(4)), Optional.empty())
                    : again(sql, actor, key, fingerprint, row);
        });
    }

    private Begun again(Sql sql, String actor, String key, String fingerprint, Row row) {
        UUID command = UUID.fromString(row.text(4));
        if (!row.text(0).equals(fingerprint)) {
            throw new EditRefused(
                    Because.OTHER_REQUEST,
                    "The Idempotency-Key '" + key + "' was used for something else",
                    "Idempotency-Key",
                    key,
                    "a new key, or the same request");
        }
        if (!row.empty(1)) {
            return new Begun(command, Optional.of(new Answer((int) row.number(1), row.text(2))));
        }
        if (row.at(3).isAfter(clock.instant().minus(LEFT))) {
            throw new EditRefused(
                    Because.IN_PROGRESS,
                    "The request '" + key + "' is being carried out; ask again for its answer",
                    "Idempotency-Key",
                    key,
                    "a request that is answered");
        }
        sql.run(
                "UPDATE idempotent_request SET at = CAST(?1 AS timestamptz) WHERE actor = ?2 AND key = ?3",
                clock.instant(),
                actor,
                key);
        return new Begun(command, Optional.empty());
    }

    /** Keeps the answer for repetitions. */
    public void answered(String actor, String key, Answer answer) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE idempotent_request SET status = ?1, body = ?2 WHERE actor = ?3 AND key = ?4",
                        answer.status(),
                        answer.body(),
                        actor,
                        key));
    }

    /** Forgets a request that failed by no fault of its own, so that it can be made again. */
    public void forget(String actor, String key) {
        database.change(em -> new Sql(em)
                .run("DELETE FROM idempotent_request WHERE actor = ?1 AND key = ?2 AND status IS NULL", actor, key));
    }

    /** Forgets those of days past; how many. */
    int forgetOld() {
        return database.transaction(em -> new Sql(em)
                .run(
                        "DELETE FROM idempotent_request WHERE at < CAST(?1 AS timestamptz)",
                        clock.instant().minus(KEPT)));
    }
}
