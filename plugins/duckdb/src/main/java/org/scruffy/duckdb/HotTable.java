package org.scruffy.duckdb;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.scruffy.eventsql.Parted;

/** Writes events into the hot table, as long as it is laid out so. */
final class HotTable {

    private static final String INSERT = "INSERT INTO hot SELECT * REPLACE (make_timestamp_ns(ts) AS ts,"
            + " CASE WHEN attrs IS NULL THEN MAP {} ELSE from_json(attrs, '\"MAP(VARCHAR, VARCHAR)\"') END AS attrs) FROM "
            + Brought.NAME + "()";

    private final DuckDBConnection connection;
    private final Brought brought;
    private final Layout layout;
    private final List<Brought.Column> columns;

    HotTable(DuckDBConnection connection, Brought brought, Layout layout) throws SQLException {
        this.connection = connection;
        this.brought = brought;
        this.layout = layout;
        columns = columns();
    }

    /** In the order of the table, the time and the map first. */
    private List<Brought.Column> columns() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet nothing = statement.executeQuery("SELECT * EXCLUDE (ts, attrs) FROM hot LIMIT 0")) {
            ResultSetMetaData found = nothing.getMetaData();
            List<Brought.Column> all = new ArrayList<>(List.of(Brought.TIME, Brought.REST));
            for (int i = 1; i <= found.getColumnCount(); i++) {
                String name = found.getColumnName(i);
                int source = layout.source(name);
                DuckDBColumnType type = DuckDBColumnType.valueOf(found.getColumnTypeName(i));
                all.add(new Brought.Column(name, type, event -> event.values()[source]));
            }
            return all;
        }
    }

    Layout layout() {
        return layout;
    }

    /** In a transaction of its own. */
    void append(List<Parted> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        brought.show(columns, events);
        try (Statement statement = connection.createStatement()) {
            statement.execute(INSERT);
        }
    }
}
