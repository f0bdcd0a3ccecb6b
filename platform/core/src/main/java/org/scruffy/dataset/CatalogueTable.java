package org.scruffy.dataset;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.scruffy.database.Sql;
import org.scruffy.database.Sql.Row;
import org.scruffy.dataset.Observed.Kind;
import org.scruffy.spi.telemetry.Column;

/** The tables {@code dataset} and {@code dataset_column}, read and written many rows at a time. */
final class CatalogueTable {

    /** @param name empty for the dataset itself */
    record Line(String slug, String name, Observed seen) {

        private String sketch() {
            return "\\x" + HexFormat.of().formatHex(seen.values.registers());
        }
    }

    private static final String COLUMNS = """
            SELECT d.slug, c.name, c.type, c.mixed, c.first_seen, c.last_seen, encode(c.sketch, 'hex')
            FROM dataset d LEFT JOIN dataset_column c ON c.dataset_id = d.id
            """;

    private final Sql sql;

    CatalogueTable(EntityManager em) {
        sql = new Sql(em);
    }

    /**
     * Every dataset by its slug.
     *
     * @param room for how many columns there is
     */
    Map<String, Columns> all(AtomicInteger room) {
        Map<String, Columns> all = new HashMap<>();
        for (Row row : sql.rows(COLUMNS)) {
            Columns columns = all.computeIfAbsent(row.text(0), slug -> new Columns(room));
            if (!row.empty(1)) {
                columns.of(row.text(1), type(row)).ifPresent(column -> merged(column, row));
            }
        }
        return all;
    }

    private static Column.Type type(Row row) {
        return Column.Type.valueOf(row.text(2));
    }

    private static Observed merged(Observed seen, Row row) {
        seen.merge(
                new Kind(type(row), row.flag(3)),
                row.empty(4) ? Long.MAX_VALUE : row.at(4).toEpochMilli(),
                row.empty(5) ? 0 : row.at(5).toEpochMilli(),
                HexFormat.of().parseHex(row.text(6)));
        return seen;
    }

    void write(List<Line> changed, Instant now) {
        List<Line> lines = changed.stream()
                .sorted(Comparator.comparing(Line::slug).thenComparing(Line::name)) // every node in this order
                .toList();
        datasets(lines, now);
        List<Line> columns = lines.stream().filter(line -> !line.name.isEmpty()).toList();
        mergeOthers(columns);
        columns(columns, now);
    }

    private void datasets(List<Line> lines, Instant now) {
        List<String> slugs = lines.stream().map(Line::slug).distinct().toList();
        sql.run("""
                INSERT INTO dataset (slug, name, created_at, last_written_at)
                SELECT slug, slug, CAST(?2 AS timestamptz), CAST(?2 AS timestamptz) FROM unnest(CAST(?1 AS text[])) AS s (slug)
                ON CONFLICT (slug) DO UPDATE SET last_written_at = excluded.last_written_at
                """, slugs, now);
    }

    /** What other nodes wrote since. */
    private void mergeOthers(List<Line> lines) {
        Map<List<String>, Observed> seen = new HashMap<>();
        lines.forEach(line -> seen.put(List.of(line.slug, line.name), line.seen));
        List<Row> rows = sql.rows(
                COLUMNS
                        + " JOIN unnest(CAST(?1 AS text[]), CAST(?2 AS text[])) AS w (slug, name)"
                        + " ON w.slug = d.slug AND w.name = c.name",
                each(lines, Line::slug),
                each(lines, Line::name));
        rows.forEach(row -> merged(seen.get(List.of(row.text(0), row.text(1))), row));
    }

    private void columns(List<Line> lines, Instant now) {
        sql.run(
                """
                INSERT INTO dataset_column (dataset_id, name, type, mixed, first_seen, last_seen, sketch, created_at, updated_at)
                SELECT d.id, w.name, w.type, w.mixed, w.first, w.last, w.sketch, CAST(?8 AS timestamptz), CAST(?8 AS timestamptz)
                FROM unnest(CAST(?1 AS text[]), CAST(?2 AS text[]), CAST(?3 AS text[]), CAST(?4 AS boolean[]),
                            CAST(?5 AS timestamptz[]), CAST(?6 AS timestamptz[]), CAST(?7 AS bytea[]))
                     AS w (slug, name, type, mixed, first, last, sketch)
                JOIN dataset d ON d.slug = w.slug
                ON CONFLICT (dataset_id, name) DO UPDATE SET type = excluded.type, mixed = excluded.mixed,
                    first_seen = excluded.first_seen, last_seen = excluded.last_seen, sketch = excluded.sketch
                """,
                each(lines, Line::slug),
                each(lines, Line::name),
                each(lines, line -> line.seen.kind().type()),
                each(lines, line -> line.seen.kind().mixed()),
                each(lines, line -> Instant.ofEpochMilli(line.seen.first())),
                each(lines, line -> Instant.ofEpochMilli(line.seen.last())),
                each(lines, Line::sketch),
                now);
    }

    private static List<Object> each(List<Line> lines, Function<Line, Object> value) {
        return lines.stream().map(value).toList();
    }
}
