package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;

/** The columns events had so far: the only names that ever get into an SQL text. Kept beside the events, read once. */
final class Catalogue {

    private final Map<String, Column> columns = new ConcurrentHashMap<>();

    void open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS event_column (name VARCHAR PRIMARY KEY, type VARCHAR NOT NULL)");
            Layout.TYPED.forEach(column -> columns.put(column.name(), column));
            try (ResultSet rows = statement.executeQuery("SELECT name, type FROM event_column")) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    columns.put(name, new Column(name, Column.Type.valueOf(rows.getString(2))));
                }
            }
        }
    }

    /** The columns these events add or change. */
    Map<String, Column> changes(List<Event> events) {
        Map<String, Column> changes = new HashMap<>();
        for (Event event : events) {
            event.fields().forEach((name, value) -> {
                if (!Layout.typed(name)) {
                    note(name, Column.Type.of(value), changes);
                }
            });
        }
        return changes;
    }

    private void note(String name, Column.Type type, Map<String, Column> changes) {
        Column before = changes.getOrDefault(name, columns.get(name));
        Column after = new Column(name, before == null ? type : before.type().with(type));
        if (!after.equals(before)) {
            changes.put(name, after);
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
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void accept(Map<String, Column> changes) {
        columns.putAll(changes);
    }

    List<Column> columns() {
        return columns.values().stream()
                .sorted(Comparator.comparing(Column::name))
                .toList();
    }

    Optional<Column> find(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    Column column(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("No event has a column '" + name + "'"));
    }

    Column number(String name) {
        Column column = column(name);
        if (!column.number()) {
            throw new IllegalArgumentException("Column '" + name + "' is " + column.type() + ", expected numbers");
        }
        return column;
    }
}
