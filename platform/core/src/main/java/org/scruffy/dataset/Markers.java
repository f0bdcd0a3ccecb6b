package org.scruffy.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;

/** The markers of each dataset, and those of {@link Datasets#EVERY} one. */
@ApplicationScoped
public class Markers {

    private static final int MOST_LISTED = 10_000;
    private static final int IDS = 0x1000000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String COLUMNS =
            "SELECT m.id, m.start_time, m.end_time, m.message, m.type, m.url, m.created_at, m.updated_at";
    private static final String SELECT = COLUMNS + " FROM marker m";
    private static final String OF_DATASET =
            " m.dataset_id IS NOT DISTINCT FROM (SELECT d.id FROM dataset d WHERE d.slug = ?1)";

    /**
     * A marker and what it is of.
     *
     * @param dataset the dataset's slug, {@link Datasets#EVERY} for every one
     * @param name the dataset's name, empty for every one
     */
    public record Placed(String dataset, String name, Marker marker) {}

    private final Database database;
    private final Clock clock;

    protected Markers() {
        this(null, null);
    }

    @Inject
    public Markers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Those of a dataset that is there, the latest first, {@value #MOST_LISTED} at most. */
    public List<Marker> of(String dataset) {
        return database.read(em -> new Sql(em)
                        .rows(
                                SELECT + " WHERE" + OF_DATASET + " ORDER BY m.start_time DESC, m.id LIMIT "
                                        + MOST_LISTED,
                                dataset)
                        .stream()
                        .map(Markers::marker)
                        .toList());
    }

    /** Those of whatever dataset, and of every one, the latest first, {@value #MOST_LISTED} at most. */
    public List<Placed> all() {
        return database.read(em -> new Sql(em)
                        .rows(
                                COLUMNS
                                        + ", coalesce(d.slug, ?1), d.name FROM marker m LEFT JOIN dataset d ON d.id = m.dataset_id"
                                        + " ORDER BY m.start_time DESC, m.id LIMIT " + MOST_LISTED,
                                Datasets.EVERY)
                        .stream()
                        .map(row -> new Placed(row.text(8), row.text(9), marker(row)))
                        .toList());
    }

    public Optional<Marker> find(String dataset, String id) {
        return database.read(em -> new Sql(em)
                .rows(SELECT + " WHERE" + OF_DATASET + " AND m.id = ?2", dataset, Names.kept(id)).stream()
                        .map(Markers::marker)
                        .findFirst());
    }

    private static Marker marker(Row row) {
        Optional<Instant> end = row.empty(2) ? Optional.empty() : Optional.of(row.at(2));
        Marker.Said said = new Marker.Said(row.at(1), end, row.text(3), row.text(4), row.text(5));
        return new Marker(row.text(0), said, row.at(6), row.at(7));
    }

    public Marker create(String dataset, Marker.Said said) {
        String id = String.format("%06x", RANDOM.nextInt(IDS));
        int made = database.transaction(em -> new Sql(em)
                .run(
                        """
                        INSERT INTO marker (id, dataset_id, start_time, end_time, message, type, url, created_at, updated_at)
                        VALUES (?2, (SELECT d.id FROM dataset d WHERE d.slug = ?1), CAST(?3 AS timestamptz),
                                CAST(nullif(?4, '') AS timestamptz), ?5, ?6, ?7, CAST(?8 AS timestamptz), CAST(?8 AS timestamptz))
                        ON CONFLICT (id) DO NOTHING
                        """,
                        dataset,
                        id,
                        said.start(),
                        said.end().map(Instant::toString).orElse(""),
                        Names.kept(said.message()),
                        Names.kept(said.type()),
                        Names.kept(said.url()),
                        clock.instant()));
        return made == 0 ? create(dataset, said) : find(dataset, id).orElseThrow(); // of 16 million ids a taken one
    }

    /** Says all of it anew; empty where the dataset has no such marker. */
    public Optional<Marker> change(String dataset, String id, Marker.Said said) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE marker m SET start_time = CAST(?3 AS timestamptz),"
                                + " end_time = CAST(nullif(?4, '') AS timestamptz), message = ?5, type = ?6, url = ?7,"
                                + " updated_at = CAST(?8 AS timestamptz) WHERE" + OF_DATASET + " AND m.id = ?2",
                        dataset,
                        Names.kept(id),
                        said.start(),
                        said.end().map(Instant::toString).orElse(""),
                        Names.kept(said.message()),
                        Names.kept(said.type()),
                        Names.kept(said.url()),
                        clock.instant()));
        return find(dataset, id);
    }

    /** The marker that was deleted; empty where the dataset has no such marker. */
    public Optional<Marker> delete(String dataset, String id) {
        Optional<Marker> marker = find(dataset, id);
        database.change(em ->
                new Sql(em).run("DELETE FROM marker m WHERE" + OF_DATASET + " AND m.id = ?2", dataset, Names.kept(id)));
        return marker;
    }
}
