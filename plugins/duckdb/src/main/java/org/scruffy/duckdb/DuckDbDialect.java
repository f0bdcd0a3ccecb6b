package org.scruffy.duckdb;

import java.util.List;
import org.scruffy.eventsql.Dialect;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Word;
import org.scruffy.spi.telemetry.Column;

/** DuckDB's words. */
final class DuckDbDialect implements Dialect {

    private static final String SOME = "nullif(list_filter(map_entries(attrs), lambda entry: entry.key IN ($1)), [])";

    private static final Sql NOTHING = Sql.of("");

    private final long mostInMemory;
    private final Layout layout;

    DuckDbDialect(long mostInMemory, Layout layout) {
        this.mostInMemory = mostInMemory;
        this.layout = layout;
    }

    @Override
    public String phrase(Word word) {
        return switch (word) {
            case NANOS -> "epoch_ns($1)";
            case TIME -> "make_timestamp_ns(CAST($1 AS BIGINT))";
            case QUOTIENT -> "(($1) // ($2))";
            case EQUAL -> "($1 = $2)";
            case LESS -> "($1 < $2)";
            case LESS_OR_EQUAL -> "($1 <= $2)";
            case UPWARDS -> "$1 ASC NULLS LAST";
            case DOWNWARDS -> "$1 DESC NULLS LAST";
            case STARTS_WITH -> "starts_with($1, $2)";
            case ENDS_WITH -> "suffix($1, $2)";
            case CONTAINS -> "contains($1, $2)";
            case LOWER -> "lower($1)";
            case LENGTH -> "length($1)";
            case MATCHES -> "regexp_matches($1, $2)";
            case MATCHES_WHOLLY -> "regexp_full_match($1, $2)";
            case EXTRACTED -> "regexp_extract($1, $2, $3)";
            case MATCHES_COUNTED -> "len(regexp_extract_all($1, $2))";
            case READ -> "try_cast($1 AS DOUBLE)";
            case WHOLE -> "try_cast(trunc($1) AS BIGINT)";
            case SECONDS -> "epoch(try_cast($1 AS TIMESTAMP))";
            case FORMATTED -> "strftime(make_timestamp(CAST(floor($1) AS BIGINT) * 1000000), $2)";
            case RANDOM -> "random()";
            case FIRST -> "first($1 ORDER BY r.ts, r.\"trace.span_id\")";
            case MOST_REPEATED -> "list_max(map_values(histogram($1)))";
            case LARGEST -> "max($1)";
            case PERCENTILE -> "quantile_cont($1, $2)";
            case READ_AGAIN -> "NOT MATERIALIZED ";
            // a window would keep whole rows of all groups, though most are of few events
            case FOREMOST ->
                "WITH grouped AS MATERIALIZED ($1), least AS (SELECT $2 AS part, list_min(max($3, $4)) AS amount"
                        + " FROM grouped GROUP BY 1) SELECT grouped.* FROM grouped JOIN least"
                        + " ON part = $2 AND ($3 >= amount OR $5)";
            case EACH -> "unnest(range($1, $2))";
            case ENTRIES -> "map_entries(attrs)";
            case ENTRIES_OF -> "map_from_entries(" + SOME + ")";
            case ENTRIES_TOLD -> "to_json(map_from_entries(" + SOME + "))";
            // %n of strftime counts its letters wrong
            case TOLD ->
                "strftime($1, '%Y-%m-%dT%H:%M:%S.') || lpad(CAST(epoch_ns($1) % 1000000000 AS VARCHAR), 9, '0') || 'Z'";
            case UNNESTED -> "unnest($1)";
            case PLACE -> "list_position([$1], $2)";
            case LEFT_OUT -> "GROUPING_ID($1)";
            case UNIT -> Segments.UNIT;
        };
    }

    @Override
    public String table() {
        return "event";
    }

    @Override
    public String column(Column column) {
        return layout.expression(column);
    }

    @Override
    public List<String> own() {
        return layout.own();
    }

    @Override
    public boolean correlates() {
        return true;
    }

    @Override
    public Sql events(Sql columns, Sql joined, Sql conditions) {
        return of("event", columns, joined, conditions);
    }

    private static Sql of(String view, Sql columns, Sql joined, Sql conditions) {
        return Sql.of("SELECT ")
                .then(columns)
                .then(" FROM " + view + " AS event")
                .then(joined)
                .then(" WHERE ")
                .then(conditions);
    }

    @Override
    public long mostInMemory() {
        return mostInMemory;
    }

    @Override
    public int sampledOneIn() {
        return Segments.SAMPLE;
    }

    /** In 1 of {@value Segments#SAMPLE} traces the conditions are looked at, for they may be of a column that takes long to read. */
    @Override
    public Sql counted(Sql joined, Sql conditions) {
        Sql number = Sql.of("count(*)");
        return Sql.of("SELECT (")
                .then(of("hot_event", number, NOTHING, conditions))
                .then(") + " + Segments.SAMPLE + " * (")
                .then(of("sealed_sample", number, NOTHING, conditions))
                .then(")");
    }

    @Override
    public Sql compared(Sql columns, Sql joined, Sql time, Sql selection, Sql rest) {
        return judged("event", columns, time, selection, rest);
    }

    /** What is NULL or was drawn is known before anything is made of it. */
    private static Sql judged(String view, Sql columns, Sql time, Sql selection, Sql rest) {
        Sql judged = of(view, Sql.of("event.*, ").then(isSelected(selection)).then(" AS selected"), NOTHING, time);
        return Sql.of("SELECT ")
                .then(columns)
                .then(", selected FROM (")
                .then(judged)
                .then(") AS event WHERE selected OR (")
                .then(rest)
                .then(")");
    }

    private static Sql isSelected(Sql selection) {
        return Sql.of("coalesce(").then(selection).then(", FALSE)");
    }

    @Override
    public Sql comparedSampled(Sql columns, Sql time, Sql selection, Sql rest) {
        Sql hot = judged(
                "hot_event",
                columns,
                time,
                selection,
                Sql.of(Segments.IN_SAMPLE + " AND ").then(rest));
        return hot.then(" UNION ALL ")
                .then(of("sealed_event", columns.then(", TRUE"), NOTHING, selection))
                .then(" UNION ALL ")
                .then(of(
                        "sealed_sample",
                        columns.then(", FALSE"),
                        NOTHING,
                        rest.then(" AND NOT ").then(isSelected(selection))));
    }
}
