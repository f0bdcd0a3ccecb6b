package org.scruffy.duckdb;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.scruffy.eventsql.Conditions;
import org.scruffy.eventsql.Parted;

/** Writes events into the hot table, as long as it is laid out so. */
final class HotTable {

    /** The time and the map, which come before the columns of single fields. */
    private static final int FIRST = 2;

    private final DuckDBConnection connection;
    private final Layout layout;
    private final int[] sources;

    HotTable(DuckDBConnection connection, Layout layout) throws SQLException {
        this.connection = connection;
        this.layout = layout;
        sources = sources();
    }

    /** For each column of the table, in its order, where its value is among those of an event. */
    private int[] sources() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT * FROM hot LIMIT 0")) {
            ResultSetMetaData columns = nothing.getMetaData();
            int[] all = new int[columns.getColumnCount() - FIRST];
            for (int i = 0; i < all.length; i++) {
                all[i] = layout.source(columns.getColumnName(i + FIRST + 1));
            }
            return all;
        }
    }

    Layout layout() {
        return layout;
    }

    void append(List<Parted> events) throws SQLException {
        try (DuckDBAppender appender = connection.createAppender("hot")) {
            for (Parted event : events) {
                append(event, appender);
            }
            appender.flush(); // if closing fails to, it keeps that to itself
        }
    }

    private void append(Parted event, DuckDBAppender row) throws SQLException {
        Object[] values = event.values();
        event.rest().replaceAll((name, value) -> value.toString());
        row.beginRow();
        row.appendEpochNanos(Conditions.nanos(event.event().time()));
        row.append(event.rest());
        for (int source : sources) {
            append(values[source], row);
        }
        row.endRow();
    }

    private static void append(Object value, DuckDBAppender row) throws SQLException {
        if (value == null) {
            row.appendNull();
        } else if (value instanceof String text) {
            row.append(text);
        } else if (value instanceof Long number) {
            row.append(number.longValue());
        } else if (value instanceof Double number) {
            row.append(number.doubleValue());
        } else {
            row.append(((Boolean) value).booleanValue());
        }
    }
}
