package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.scruffy.eventsql.Columns;
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
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT OR REPLACE INTO event_column VALUES (?, ?)")) {
            for (Column column : changes.values()) {
                statement.setString(1, column.name());
                statement.setString(2, column.type().name());
                statement.execute(); // a batch would begin a transaction of its own
            }
        }
    }
}
