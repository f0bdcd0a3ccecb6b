package org.scruffy.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
            "SELECT q.id, q.who, q.station, q.asked_at, q.address, q.words, q.answer IS NOT NULL FROM asked_question q";

    /**
     * Who looks at what others asked, and sees their own and what was asked at no station or at one of these.
     *
     * @param stations call signs
     * @param everywhere whether of all of them
     */
    public record Reader(String name, Set<String> stations, boolean everywhere) {

        public Reader {
            stations = Set.copyOf(stations);
        }

        public boolean sees(AskedQuestion question) {
            return question.who().equals(name)
                    || question.station().isEmpty()
                    || everywhere
                    || stations.contains(question.station());
        }
    }

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
     * The questions that were asked last and the reader sees, the latest first.
     *
     * @param who by whom, empty for everybody
     * @param station at which station, empty for all
     */
    public List<AskedQuestion> latest(Reader reader, String who, String station, int limit) {
        return database.read(em -> new Sql(em)
                        .rows(
                                SELECT
                                        + " WHERE (?1 = '' OR q.who = ?1) AND (?2 = '' OR q.station = ?2) AND (q.who = ?3"
                                        + " OR q.station = '' OR q.station = ANY (CAST(?4 AS text[])) OR ?5)"
                                        + " ORDER BY q.asked_at DESC, q.id DESC LIMIT ?6",
                                Names.kept(who),
                                Names.kept(station),
                                reader.name(),
                                reader.stations(),
                                reader.everywhere(),
                                limit)
                        .stream()
                        .map(AskedQuestions::question)
                        .toList());
    }

    private static AskedQuestion question(Row row) {
        return new AskedQuestion(row.id(0), row.text(1), row.text(2), row.at(3), row.text(4), row.text(5), row.flag(6));
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

    /** Notes that somebody asked at a station; once more where they did before. */
    public AskedQuestion note(String who, String station, String address, String words) {
        return add(
                "answer IS NULL",
                MOST_NOTED,
                "INSERT INTO asked_question (who, station, asked_at, address, words)"
                        + " VALUES (?1, ?2, CAST(?3 AS timestamptz), ?4, ?5) ON CONFLICT (who, md5(address)) WHERE answer IS NULL"
                        + " DO UPDATE SET station = excluded.station, asked_at = excluded.asked_at, words = excluded.words"
                        + " RETURNING id",
                who,
                station,
                clock.instant(),
                Names.kept(address),
                Names.kept(words));
    }

    /** Keeps an answer with its question, never to change; of whoever keeps too many, the oldest goes. */
    public AskedQuestion keep(String who, String station, String address, String words, String answer) {
        return add(
                "answer IS NOT NULL",
                MOST_KEPT,
                "INSERT INTO asked_question (who, station, asked_at, address, words, answer)"
                        + " VALUES (?1, ?2, CAST(?3 AS timestamptz), ?4, ?5, ?6) RETURNING id",
                who,
                station,
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
