package org.scruffy.duckdb;

import static org.scruffy.spi.telemetry.Column.Type.STRING;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.eventsql.Sql;
import org.scruffy.eventsql.Typed;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/**
 * The table of events: {@code ts}, the map {@code attrs}, the typed columns, and a column of words for each name that became
 * {@link Common} since. Events that came before have such a name in their map: readers are shown it in its column all the same.
 *
 * @param own the names with such a column, in the order in which they got it
 * @param settled how many of them, from the first on, no hot event has in its map any more
 */
record Layout(List<String> own, int settled) {

    /** Which dataset one belongs to, empty where to none. */
    static final String DATASET = "coalesce(" + Typed.quoted(Event.DATASET) + ", '')";

    private static final String PREFIX = "attrs.";

    /** Makes the table, or gives an older one the columns it lacks. */
    static String table() {
        String columns = Typed.COLUMNS.stream()
                .map(column -> "ALTER TABLE hot ADD COLUMN IF NOT EXISTS " + Typed.quoted(column.name()) + " "
                        + Typed.sql(column.type()) + ";")
                .collect(Collectors.joining());
        return "ALTER TABLE IF EXISTS event RENAME TO hot;" // as it was called before hours were sealed
                + "CREATE TABLE IF NOT EXISTS hot (ts TIMESTAMP_NS NOT NULL, attrs MAP(VARCHAR, VARCHAR) NOT NULL);"
                + columns
                + "CREATE TABLE IF NOT EXISTS own_column (place BIGINT NOT NULL, name VARCHAR NOT NULL, settled BOOLEAN NOT NULL);";
    }

    /** As the connection's transaction sees it. */
    static Layout of(Connection connection) throws SQLException {
        List<String> own = new ArrayList<>();
        int settled = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, settled FROM own_column ORDER BY place")) {
            while (rows.next()) {
                own.add(rows.getString(1));
                settled += rows.getBoolean(2) ? 1 : 0;
            }
        }
        return new Layout(List.copyOf(own), settled);
    }

    /** Gives names a column of their own, in the connection's transaction. */
    void widen(List<String> names, Connection connection) throws SQLException {
        int place = own.size();
        for (String name : names) {
            Segments.execute(connection, Sql.of("ALTER TABLE hot ADD COLUMN " + column(name) + " VARCHAR"));
            Segments.execute(connection, Sql.of("INSERT INTO own_column VALUES (?, ?, FALSE)", place++, name));
        }
    }

    /** Notes which names no hot event has in its map any more: the oldest events, the first to be looked at, have them longest. */
    void settle(Connection connection) throws SQLException {
        List<String> unsettled = since(settled);
        if (unsettled.isEmpty()) {
            return;
        }
        String found = unsettled.stream()
                .map(name -> "map_contains(attrs, " + literal(name) + ")")
                .collect(Collectors.joining(" OR "));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM hot WHERE " + found + " LIMIT 1")) {
            if (rows.next()) {
                return;
            }
        }
        Segments.execute(connection, Sql.of("UPDATE own_column SET settled = TRUE"));
    }

    private List<String> since(int count) {
        return own.subList(count, own.size());
    }

    /**
     * What {@code SELECT} says to have the events of the hot table in this layout.
     *
     * @param once whether names with a column are taken out of the map, for a file that stays
     */
    String hot(boolean once) {
        List<String> names = since(settled);
        String columns = names.stream()
                .map(name -> ", coalesce(" + column(name) + ", " + entry(name) + ") AS " + column(name))
                .collect(Collectors.joining());
        return names.isEmpty() ? "*" : "* REPLACE (" + map(names, once) + columns + ")";
    }

    /** The same of a file that was sealed when so many names had columns. */
    String sealed(int count, boolean once) {
        List<String> names = since(count);
        String columns = names.stream()
                .map(name -> ", " + entry(name) + " AS " + column(name))
                .collect(Collectors.joining());
        return names.isEmpty() ? "*" : "* REPLACE (" + map(names, once) + ")" + columns;
    }

    private static String map(List<String> names, boolean once) {
        return (once ? without(names) : "attrs") + " AS attrs";
    }

    private static String without(List<String> names) {
        String listed = names.stream().map(Layout::literal).collect(Collectors.joining(", "));
        return "map_from_entries(list_filter(map_entries(attrs), lambda entry: entry.key NOT IN (" + listed + ")))";
    }

    /** The nanoseconds, all words {@link Packed}, and the other typed columns in their order. */
    String row() {
        Stream<String> words = Typed.COLUMNS.stream()
                .filter(column -> column.type() == STRING)
                .map(column -> Typed.quoted(column.name()));
        String others = Typed.COLUMNS.stream()
                .filter(column -> column.type() != STRING)
                .map(column -> Typed.quoted(column.name()))
                .collect(Collectors.joining(", "));
        return "epoch_ns(ts), "
                + Packed.sql(
                        Stream.concat(words, own.stream().map(Layout::column)).toList())
                + ", " + others;
    }

    /** The column as an SQL expression of its type. */
    String expression(Column column) {
        return Typed.has(column.name()) ? Typed.with(column, untyped(column)) : untyped(column);
    }

    private String untyped(Column column) {
        String text = own.contains(column.name()) ? column(column.name()) : entry(column.name());
        return column.type().hasWords() ? text : "try_cast(" + text + " AS " + Typed.sql(column.type()) + ")";
    }

    /** The column of its own that a name has or gets. */
    private static String column(String name) {
        return Typed.quoted(PREFIX + name);
    }

    private static String entry(String name) {
        return "attrs[" + literal(name) + "]";
    }

    /** Of the character U+0000 nothing is said within quotes: to DuckDB the statement ends there. */
    private static String literal(String word) {
        String quoted = "'" + word.replace("'", "''").replace("\0", "' || chr(0) || '") + "'";
        return word.indexOf('\0') < 0 ? quoted : "(" + quoted + ")";
    }

    /** Where the value of a column of the table comes from: its place in {@link Typed#COLUMNS}, or after these in {@link #own}. */
    int source(String column) {
        return column.startsWith(PREFIX) ? Typed.COLUMNS.size() + own.indexOf(field(column)) : Typed.place(column);
    }

    /** The name of the field that a column is of. */
    static String field(String column) {
        return column.startsWith(PREFIX) ? column.substring(PREFIX.length()) : column;
    }
}
