package org.scruffy.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.telemetry.wire.Honeycomb;

/** What people see of the catalogue, and what they say about its datasets and columns. */
@ApplicationScoped
public class Datasets {

    /** In place of a dataset's slug: every one. */
    public static final String EVERY = "__all__";

    private static final String DATASET = """
            SELECT d.slug, d.name, d.description, d.created_at, d.last_written_at,
                   (SELECT count(*) FROM dataset_column c WHERE c.dataset_id = d.id)
            FROM dataset d WHERE (?1 = '__all__' OR d.slug = ?1) ORDER BY d.slug
            """;
    private static final String COLUMN = """
            SELECT d.slug, c.id, c.name, c.type, c.mixed, c.first_seen, c.last_seen, encode(c.sketch, 'hex'), c.description, c.hidden,
                   c.created_at, c.updated_at
            FROM dataset_column c JOIN dataset d ON d.id = c.dataset_id
            WHERE (?1 = '__all__' OR d.slug = ?1) AND (?2 = '' OR c.name = ?2) AND (?3 = 0 OR c.id = ?3) ORDER BY d.slug, c.name
            """;

    /** What is said of a column. */
    public record Said(Column.Type type, String description, boolean hidden) {}

    /** @param made false where it was there already */
    public record Created(DatasetCard dataset, boolean made) {}

    private final Database database;
    private final Catalogue catalogue;
    private final Clock clock;

    protected Datasets() {
        this(null, null, null);
    }

    @Inject
    public Datasets(Database database, Catalogue catalogue, Clock clock) {
        this.database = database;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Every dataset, by slug. */
    public List<DatasetCard> all() {
        return find(EVERY);
    }

    public Optional<DatasetCard> dataset(String slug) {
        return find(slug).stream().findFirst();
    }

    private List<DatasetCard> find(String slug) {
        catalogue.write();
        return database.read(em ->
                new Sql(em).rows(DATASET, slug).stream().map(Datasets::dataset).toList());
    }

    private static DatasetCard dataset(Row row) {
        return new DatasetCard(row.text(0), row.text(1), row.text(2), row.at(3), maybe(row, 4), (int) row.number(5));
    }

    private static Optional<Instant> maybe(Row row, int column) {
        return row.empty(column) ? Optional.empty() : Optional.of(row.at(column));
    }

    /** Makes a dataset, if there is none with this slug. */
    public Created create(String slug, String name, String description) {
        int made = database.transaction(em -> new Sql(em)
                .run(
                        "INSERT INTO dataset (slug, name, description, created_at)"
                                + " VALUES (?1, ?2, ?3, CAST(?4 AS timestamptz)) ON CONFLICT (slug) DO NOTHING",
                        slug,
                        Names.kept(name),
                        Names.kept(description),
                        clock.instant()));
        return new Created(dataset(slug).orElseThrow(), made > 0);
    }

    /** Says what a dataset is for; empty where there is none. */
    public Optional<DatasetCard> describe(String slug, String description) {
        catalogue.write();
        database.change(em ->
                new Sql(em).run("UPDATE dataset SET description = ?2 WHERE slug = ?1", slug, Names.kept(description)));
        return dataset(slug);
    }

    /** The columns of a dataset, or of {@link #EVERY} one, by dataset and name. */
    public List<ColumnCard> columns(String slug) {
        return columns(slug, "", 0);
    }

    public Optional<ColumnCard> columnNamed(String slug, String name) {
        return columns(slug, Names.kept(name), 0).stream().findFirst();
    }

    public Optional<ColumnCard> column(String slug, String id) {
        return id.matches("[1-9][0-9]{0,17}")
                ? columns(slug, "", Long.parseLong(id)).stream().findFirst()
                : Optional.empty();
    }

    private List<ColumnCard> columns(String slug, String name, long id) {
        catalogue.write();
        return database.read(em -> new Sql(em)
                .rows(COLUMN, slug, name, id).stream().map(Datasets::column).toList());
    }

    private static ColumnCard column(Row row) {
        return new ColumnCard(
                row.text(0),
                row.id(1),
                row.text(2),
                Column.Type.valueOf(row.text(3)),
                row.flag(4),
                maybe(row, 5),
                maybe(row, 6),
                row.empty(7) ? 0 : Cardinality.estimate(HexFormat.of().parseHex(row.text(7))),
                row.text(8),
                row.flag(9),
                row.at(10),
                row.at(11));
    }

    /**
     * Makes a column that no event had yet; empty where there is one of the name.
     *
     * @throws IllegalArgumentException where the dataset has as many as it may have
     */
    public Optional<ColumnCard> createColumn(String slug, String name, Said said) {
        String kept = Names.kept(name);
        if (columnNamed(slug, kept).isPresent()) {
            return Optional.empty();
        }
        if (!catalogue.declare(slug, kept, said.type())) {
            throw new IllegalArgumentException(Honeycomb.FULL);
        }
        int made = database.transaction(em -> new Sql(em)
                .run("""
                        INSERT INTO dataset_column (dataset_id, name, type, description, hidden, created_at, updated_at)
                        SELECT id, ?2, ?3, ?4, ?5, CAST(?6 AS timestamptz), CAST(?6 AS timestamptz) FROM dataset WHERE slug = ?1
                        ON CONFLICT (dataset_id, name) DO NOTHING
                        """, slug, kept, said.type(), Names.kept(said.description()), said.hidden(), clock.instant()));
        return made == 0 ? Optional.empty() : columnNamed(slug, kept);
    }

    /** Says something else of a column; its name stays. */
    public ColumnCard changeColumn(ColumnCard column, Said said) {
        database.change(em -> new Sql(em)
                .run(
                        "UPDATE dataset_column SET type = ?2, mixed = mixed AND type = ?2, description = ?3, hidden = ?4,"
                                + " updated_at = CAST(?5 AS timestamptz) WHERE id = ?1",
                        Long.parseLong(column.id()),
                        said.type(),
                        Names.kept(said.description()),
                        said.hidden(),
                        clock.instant()));
        if (said.type() != column.type()) {
            catalogue.declare(column.dataset(), column.name(), said.type());
        }
        return column(column.dataset(), column.id()).orElse(column);
    }

    /** Until an event has it again there is no such column; what events had stays with them. */
    public void deleteColumn(ColumnCard column) {
        database.change(em -> new Sql(em).run("DELETE FROM dataset_column WHERE id = ?1", Long.parseLong(column.id())));
        catalogue.forget(column.dataset(), column.name());
    }
}
