package org.scruffy.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/**
 * What was asked about events, by whom: for {@value #DAYS} days, and without end where the answer is kept with it; of each of them the
 * latest {@value #MOST_NOTED}, and {@value #MOST_KEPT} with answers.
 */
@ApplicationScoped
public class AskedQuestions {

    private static final int DAYS = 90;
    private static final int MOST_NOTED = 1_000;
    private static final int MOST_KEPT = 100;
    private static final String SELECT =
            "SELECT q.id, q.who, q.asked_at, q.address, q.words, q.answer IS NOT NULL FROM asked_question q";

    private final Database database;
    private final Clock clock;

    protected AskedQuestions() {
        this(null, null);
    }

    @Inject
    public AskedQuestions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The questions that were asked last, the latest first.
     *
     * @param who by whom, empty for everybody
     */
    public List<AskedQuestion> latest(String who, int limit) {
        return database.read(em -> new Sql(em)
                        .rows(
                                SELECT + " WHERE (?1 = '' OR q.who = ?1) ORDER BY q.asked_at DESC, q.id DESC LIMIT ?2",
                                Names.kept(who),
                                limit)
                        .stream()
                        .map(AskedQuestions::question)
                        .toList());
    }

    private static AskedQuestion question(Row row) {
        return new AskedQuestion(row.id(0), row.text(1), row.at(2), row.text(3), row.text(4), row.flag(5));
    }

    public Optional<AskedQuestion> find(long id) {
        return database.read(em -> new Sql(em)
                .rows(SELECT + " WHERE q.id = ?1", id).stream()
                        .map(AskedQuestions::question)
                        .findFirst());
    }

    /** What was answered, empty where it is not kept. */
    public String answer(long id) {
        return database.read(em -> new Sql(em)
                .rows("SELECT answer FROM asked_question WHERE id = ?1 AND answer IS NOT NULL", id).stream()
                        .map(row -> row.text(0))
                        .findFirst()
                        .orElse(""));
    }

    /** Notes that somebody asked; once more where they did before. */
    public AskedQuestion note(String who, String address, String words) {
        return add(
                "answer IS NULL",
                MOST_NOTED,
                "INSERT INTO asked_question (who, asked_at, address, words)"
                        + " VALUES (?1, CAST(?2 AS timestamptz), ?3, ?4) ON CONFLICT (who, md5(address)) WHERE answer IS NULL"
                        + " DO UPDATE SET asked_at = excluded.asked_at, words = excluded.words RETURNING id",
                who,
                clock.instant(),
                Names.kept(address),
                Names.kept(words));
    }

    /** Keeps an answer with its question, never to change; of whoever keeps too many, the oldest goes. */
    public AskedQuestion keep(String who, String address, String words, String answer) {
        return add(
                "answer IS NOT NULL",
                MOST_KEPT,
                "INSERT INTO asked_question (who, asked_at, address, words, answer)"
                        + " VALUES (?1, CAST(?2 AS timestamptz), ?3, ?4, ?5) RETURNING id",
                who,
                clock.instant(),
                Names.kept(address),
                Names.kept(words),
                Names.kept(answer));
    }

    /** Forgets a question, and its answer with it; nothing where there is none. */
    public void remove(long id) {
        database.transaction(em -> new Sql(em).run("DELETE FROM asked_question WHERE id = ?1", id));
    }

    /** @param values the first is who asked */
    private AskedQuestion add(String alike, int most, String insert, Object... values) {
        long id = database.transaction(em -> {
            Sql sql = new Sql(em);
            sql.run(
                    "DELETE FROM asked_question WHERE answer IS NULL AND asked_at < CAST(?1 AS timestamptz)",
                    clock.instant().minus(Duration.ofDays(DAYS)));
            sql.run(
                    "DELETE FROM asked_question WHERE id IN (SELECT id FROM asked_question WHERE who = ?1 AND " + alike
                            + " ORDER BY asked_at DESC, id DESC OFFSET ?2)",
                    values[0],
                    most - 1);
            return sql.rows(insert, values).get(0).number(0);
        });
        return find(id).orElseThrow();
    }
}
