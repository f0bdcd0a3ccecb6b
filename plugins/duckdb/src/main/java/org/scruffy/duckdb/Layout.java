package org.scruffy.duckdb;

import static org.scruffy.spi.telemetry.Column.Type.STRING;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** The table of events: {@code ts}, the map {@code attrs} and the typed columns. */
final class Layout {

    /** Which dataset one belongs to, empty where to none. */
    static final String DATASET = "coalesce(" + Typed.quoted(Event.DATASET) + ", '')";

    /** The nanoseconds, all words {@link Packed}, and the other typed columns in their order. */
    static final String ROW = "epoch_ns(ts), " + Packed.sql(columns(column -> column.type() == STRING)) + ", "
            + String.join(", ", columns(column -> column.type() != STRING));

    private Layout() {}

    private static List<String> columns(Predicate<Column> which) {
        return Typed.COLUMNS.stream()
                .filter(which)
                .map(column -> Typed.quoted(column.name()))
                .toList();
    }

    /** Makes the table, or gives an older one the columns it lacks. */
    static String table() {
        String columns = Typed.COLUMNS.stream()
                .map(column -> "ALTER TABLE hot ADD COLUMN IF NOT EXISTS " + Typed.quoted(column.name()) + " "
                        + Typed.sql(column.type()) + ";")
                .collect(Collectors.joining());
        return "ALTER TABLE IF EXISTS event RENAME TO hot;" // as it was called before hours were sealed
                + "CREATE TABLE IF NOT EXISTS hot (ts TIMESTAMP_NS NOT NULL, attrs MAP(VARCHAR, VARCHAR) NOT NULL);"
                + columns;
    }

    /** The column as an SQL expression of its type. */
    static String expression(Column column) {
        if (!Typed.has(column.name())) {
            return inMap(column);
        }
        String typed = Typed.quoted(column.name());
        return Typed.isAdded(column.name()) ? "coalesce(" + typed + ", " + inMap(column) + ")" : typed;
    }

    private static String inMap(Column column) {
        String text = "attrs['" + column.name().replace("'", "''") + "']";
        return column.type() == STRING ? text : "try_cast(" + text + " AS " + Typed.sql(column.type()) + ")";
    }
}
