package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.scruffy.eventsql.Columns;
import org.scruffy.eventsql.Sql;
import org.scruffy.spi.telemetry.Column;

/** The columns events had so far, kept beside the events and read once. */
final class Catalogue extends Columns {

    void open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS event_column (name VARCHAR PRIMARY KEY, type VARCHAR NOT NULL)");
            try (ResultSet rows = statement.executeQuery("SELECT name, type FROM event_column")) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    accept(Map.of(name, new Column(name, Column.Type.valueOf(rows.getString(2)))));
                }
            }
        }
    }

    static void write(Connection connection, Map<String, Column> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        String rows = String.join(", ", Collections.nCopies(changes.size(), "(?, ?)"));
        List<Object> values = changes.values().stream()
                .<Object>flatMap(
                        column -> Stream.of(column.name(), column.type().name()))
                .toList();
        Segments.execute(connection, new Sql("INSERT OR REPLACE INTO event_column VALUES " + rows, values));
    }
}
