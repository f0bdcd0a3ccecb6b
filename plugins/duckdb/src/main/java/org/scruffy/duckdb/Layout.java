package org.scruffy.duckdb;

import static org.scruffy.spi.telemetry.Column.Type.BOOLEAN;
import static org.scruffy.spi.telemetry.Column.Type.FLOAT;
import static org.scruffy.spi.telemetry.Column.Type.INTEGER;
import static org.scruffy.spi.telemetry.Column.Type.STRING;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** Which fields have a typed column of their own; all others live in the map {@code attrs} as text. */
final class Layout {

    /** The typed columns in the order of the table, after {@code ts} and {@code attrs}. A new one goes to the end. */
    static final List<Column> TYPED = List.of(
            new Column("trace.trace_id", STRING),
            new Column("trace.span_id", STRING),
            new Column("trace.parent_id", STRING),
            new Column("name", STRING),
            new Column("service.name", STRING),
            new Column("span.kind", STRING),
            new Column("duration_ms", FLOAT),
            new Column("error", BOOLEAN),
            new Column("status_code", INTEGER),
            new Column("http.method", STRING),
            new Column("http.route", STRING),
            new Column("http.status_code", INTEGER),
            new Column("http.target", STRING),
            new Column("db.system", STRING),
            new Column("db.operation", STRING),
            new Column("db.statement", STRING),
            new Column("db.bind_hash", STRING),
            new Column("db.rows", INTEGER),
            new Column("db.statement_count", INTEGER),
            new Column("jpa.relation", STRING),
            new Column("job.name", STRING),
            new Column("plugin.name", STRING),
            new Column("plugin.operation", STRING),
            new Column("station", STRING),
            new Column("feed", STRING),
            new Column("exception.type", STRING),
            new Column("exception.message", STRING),
            new Column(Event.DATASET, STRING),
            new Column(Event.SAMPLE_RATE, INTEGER));

    /** For how many events one stands, as an SQL expression of a whole number. */
    static final String WEIGHT =
            "greatest(least(coalesce(" + quoted(Event.SAMPLE_RATE) + ", 1), " + Integer.MAX_VALUE + "), 1)";

    /** Which dataset one belongs to, empty where to none. */
    static final String DATASET = "coalesce(" + quoted(Event.DATASET) + ", '')";

    private static final Map<String, Column> BY_NAME =
            TYPED.stream().collect(Collectors.toUnmodifiableMap(Column::name, Function.identity()));

    /** The nanoseconds, the map and the typed columns in their order. */
    static final String ROW = TYPED.stream()
            .map(column -> quoted(column.name()))
            .collect(Collectors.joining(", ", "epoch_ns(ts), attrs, ", ""));

    private Layout() {}

    static boolean typed(String field) {
        return BY_NAME.containsKey(field);
    }

    /** The value as the typed column keeps it; empty where it does not fit and must go to the map. */
    static Optional<Object> fitted(Column column, Object value) {
        return switch (column.type()) {
            case STRING -> Optional.of(value.toString());
            case INTEGER -> Optional.of(value).filter(Long.class::isInstance);
            case FLOAT -> value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
            case BOOLEAN -> Optional.of(value).filter(Boolean.class::isInstance);
        };
    }

    /** Makes the table, or gives an older one the columns it lacks. */
    static String table() {
        String columns = TYPED.stream()
                .map(column -> "ALTER TABLE hot ADD COLUMN IF NOT EXISTS " + quoted(column.name()) + " "
                        + sqlType(column.type()) + ";")
                .collect(Collectors.joining());
        return "ALTER TABLE IF EXISTS event RENAME TO hot;" // as it was called before hours were sealed
                + "CREATE TABLE IF NOT EXISTS hot (ts TIMESTAMP_NS NOT NULL, attrs MAP(VARCHAR, VARCHAR) NOT NULL);"
                + columns;
    }

    /** The column as an SQL expression of its type. */
    static String expression(Column column) {
        if (typed(column.name())) {
            return quoted(column.name());
        }
        String text = "attrs['" + column.name().replace("'", "''") + "']";
        return column.type() == STRING ? text : "try_cast(" + text + " AS " + sqlType(column.type()) + ")";
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String sqlType(Column.Type type) {
        return switch (type) {
            case STRING -> "VARCHAR";
            case INTEGER -> "BIGINT";
            case FLOAT -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
        };
    }
}
