package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.eventsql.Session;
import org.scruffy.eventsql.Sql;

/** A connection that answers one question, as long as it has time. */
record Reader(Connection connection, Deadline deadline, Layout layout) implements Session {

    @Override
    public List<Object[]> rows(Sql sql) throws SQLException {
        try (PreparedStatement statement = sql.on(connection)) {
            List<Object[]> all = new ArrayList<>();
            try (ResultSet rows = deadline.query(statement)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    all.add(row(rows, columns));
                }
            }
            return all;
        }
    }

    private static Object[] row(ResultSet rows, int columns) throws SQLException {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
            row[i] = rows.getObject(i + 1);
        }
        return row;
    }

    @Override
    public void check(String pattern) throws SQLException {
        try {
            rows(Sql.of("SELECT regexp_matches('', ?)", pattern));
        } catch (SQLException e) {
            if (deadline.passed()) {
                throw e;
            }
            throw new IllegalArgumentException("'" + pattern + "' is no regular expression: " + e.getMessage(), e);
        }
    }
}
