package org.scruffy.duckdb;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;

/** The WHERE clause of a query and the values to bind to it. */
final class Conditions {

    private final StringBuilder sql = new StringBuilder("ts >= make_timestamp_ns(?) AND ts < make_timestamp_ns(?)");
    private final List<Object> values = new ArrayList<>();

    Conditions(Query query, Catalogue catalogue) {
        values.add(nanos(query.from()));
        values.add(nanos(query.to()));
        query.filters().forEach(filter -> add(filter, catalogue.column(filter.column())));
    }

    private void add(Filter filter, Column column) {
        String expression = Layout.expression(column);
        sql.append(" AND ");
        switch (filter.op()) {
            case EXISTS -> sql.append(expression).append(" IS NOT NULL");
            case DOES_NOT_EXIST -> sql.append(expression).append(" IS NULL");
            case CONTAINS -> {
                sql.append("contains(CAST(").append(expression).append(" AS VARCHAR), ?)");
                values.add(filter.values().get(0).toString());
            }
            default -> {
                sql.append(expression).append(sign(filter.op())).append('?');
                values.add(operand(filter, column));
            }
        }
    }

    private static String sign(Filter.Op op) {
        return op == Filter.Op.NOT_EQUAL ? " IS DISTINCT FROM " : " " + op.sign() + " ";
    }

    private static Object operand(Filter filter, Column column) {
        Object value = filter.values().get(0);
        boolean suits = switch (column.type()) {
            case STRING -> true;
            case INTEGER, FLOAT -> value instanceof Number;
            case BOOLEAN -> value instanceof Boolean;
        };
        if (!suits) {
            throw new IllegalArgumentException(
                    "Column '" + column.name() + "' is " + column.type() + ", found '" + value + "'");
        }
        return column.type() == Column.Type.STRING ? value.toString() : value;
    }

    static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    String sql() {
        return sql.toString();
    }

    /** Binds the values from the given parameter on and answers the next free one. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        int parameter = first;
        for (Object value : values) {
            statement.setObject(parameter++, value);
        }
        return parameter;
    }
}
