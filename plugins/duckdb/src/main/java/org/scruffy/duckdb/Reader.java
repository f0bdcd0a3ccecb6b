package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scruffy.eventsql.Session;
import org.scruffy.eventsql.Sql;

/**
 * A connection that answers one question, as long as it has time. What a statement is given are the values of variables: one that is
 * prepared is planned again when it is run, and takes longer then.
 */
record Reader(Connection connection, Deadline deadline, Layout layout) implements Session {

    /** All that a variable holds is copied for each value that is taken from it: of 2,000 in one that takes seconds. */
    private static final int AT_ONCE = 32;

    @Override
    public List<Object[]> rows(Sql sql) throws SQLException {
        List<Object[]> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = deadline.query(statement, text(sql, connection))) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                all.add(row(rows, columns));
            }
        }
        return all;
    }

    /** Gives the connection the values of a statement, and tells the statement that takes them from there. */
    static String text(Sql sql, Connection connection) throws SQLException {
        List<Object> values = sql.values();
        for (int from = 0; from < values.size(); from += AT_ONCE) {
            give(from, values.subList(from, Math.min(from + AT_ONCE, values.size())), connection);
        }
        return sql.text(Reader::given);
    }

    private static void give(int from, List<Object> values, Connection connection) throws SQLException {
        String fields = IntStream.range(from, from + values.size())
                .mapToObj(number -> "v" + number + ": ?")
                .collect(Collectors.joining(", "));
        Segments.execute(connection, new Sql("SET VARIABLE " + variable(from) + " = {" + fields + "}", values));
    }

    private static String variable(int number) {
        return "given" + number / AT_ONCE;
    }

    private static String given(int number) {
        return "getvariable('" + variable(number) + "').v" + number;
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
