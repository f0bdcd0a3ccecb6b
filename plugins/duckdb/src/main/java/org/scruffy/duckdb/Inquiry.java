package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;

/** One query in DuckDB's words. Names come from the catalogue, values are bound. */
final class Inquiry {

    private static final String ROW = "CASE WHEN v > 0 AND isfinite(v) THEN CAST(floor(8 * log2(v)) AS INTEGER) END";

    private final Query query;
    private final Catalogue catalogue;
    private final Conditions conditions;
    private final Deadline deadline;

    Inquiry(Query query, Catalogue catalogue, Deadline deadline) {
        this.query = query;
        this.catalogue = catalogue;
        this.conditions = new Conditions(query, catalogue);
        this.deadline = deadline;
    }

    Result answer(Connection connection) throws SQLException {
        List<Heatmap> heatmaps = new ArrayList<>();
        for (Calculation calculation : query.calculations()) {
            if (calculation.op() == Calculation.Op.HEATMAP) {
                heatmaps.add(heatmap(connection, calculation.column()));
            }
        }
        return new Result(rows(connection), heatmaps, matched(connection));
    }

    private long matched(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM event WHERE " + conditions.sql())) {
            conditions.bind(statement, 1);
            try (ResultSet rows = deadline.query(statement)) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private List<Result.Row> rows(Connection connection) throws SQLException {
        List<Calculation> calculations = query.calculations().stream()
                .filter(calculation -> calculation.op() != Calculation.Op.HEATMAP)
                .distinct()
                .toList();
        List<String> breakdowns = query.breakdowns().stream().distinct().toList();
        if (calculations.isEmpty() && breakdowns.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement statement = connection.prepareStatement(groups(calculations, breakdowns))) {
            statement.setInt(conditions.bind(statement, 1), query.limit());
            try (ResultSet rows = deadline.query(statement)) {
                List<Result.Row> answer = new ArrayList<>();
                while (rows.next()) {
                    answer.add(row(rows, calculations, breakdowns));
                }
                return answer;
            }
        }
    }

    private String groups(List<Calculation> calculations, List<String> breakdowns) {
        List<String> selected = new ArrayList<>();
        breakdowns.forEach(name -> selected.add(Layout.expression(catalogue.column(name))));
        calculations.forEach(calculation -> selected.add(aggregate(calculation)));
        StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", selected));
        sql.append(" FROM event WHERE ").append(conditions.sql());
        if (!breakdowns.isEmpty()) {
            sql.append(" GROUP BY ALL");
        }
        sql.append(" ORDER BY ");
        if (!calculations.isEmpty()) {
            sql.append(breakdowns.size() + 1).append(" DESC NULLS LAST");
        }
        for (int i = 1; i <= breakdowns.size(); i++) {
            sql.append(i == 1 && calculations.isEmpty() ? "" : ", ").append(i).append(" NULLS LAST");
        }
        return sql.append(" LIMIT ?").toString();
    }

    private String aggregate(Calculation calculation) {
        if (calculation.op() == Calculation.Op.COUNT) {
            return "count(*)";
        }
        String value = "CAST(" + Layout.expression(catalogue.number(calculation.column())) + " AS DOUBLE)";
        return switch (calculation.op()) {
            case SUM -> "sum(" + value + ")";
            case AVG -> "avg(" + value + ")";
            case MIN -> "min(" + value + ")";
            case MAX -> "max(" + value + ")";
            default -> "quantile_cont(" + value + ", " + calculation.op().quantile() + ")";
        };
    }

    private Result.Row row(ResultSet rows, List<Calculation> calculations, List<String> breakdowns)
            throws SQLException {
        Map<String, Object> group = new LinkedHashMap<>();
        int index = 1;
        for (String name : breakdowns) {
            Object value = value(rows, index++, catalogue.column(name));
            if (value != null) {
                group.put(name, value);
            }
        }
        Map<String, Number> values = new LinkedHashMap<>();
        for (Calculation calculation : calculations) {
            Object value = rows.getObject(index++);
            if (value instanceof Number number) {
                values.put(calculation.label(), number);
            }
        }
        return new Result.Row(group, values);
    }

    private static Object value(ResultSet rows, int index, Column column) throws SQLException {
        Object value = rows.getObject(index);
        if (value == null) {
            return null;
        }
        return switch (column.type()) {
            case INTEGER -> ((Number) value).longValue();
            case FLOAT -> ((Number) value).doubleValue();
            case BOOLEAN -> value;
            case STRING -> value.toString();
        };
    }

    private Heatmap heatmap(Connection connection, String name) throws SQLException {
        String value = Layout.expression(catalogue.number(name));
        String sql = "SELECT (epoch_ns(ts) - ?) // ? AS x, " + ROW
                + " AS y, count(*), max(v), arg_max(trace, v) FROM (SELECT ts, \"trace.trace_id\" AS trace, CAST("
                + value
                + " AS DOUBLE) AS v FROM event WHERE " + conditions.sql()
                + ") WHERE v IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, Conditions.nanos(query.from()));
            statement.setLong(2, query.granularity().toNanos());
            conditions.bind(statement, 3);
            try (ResultSet rows = deadline.query(statement)) {
                List<Heatmap.Cell> cells = new ArrayList<>();
                while (rows.next()) {
                    cells.add(cell(rows));
                }
                return new Heatmap(name, cells);
            }
        }
    }

    private static Heatmap.Cell cell(ResultSet rows) throws SQLException {
        int y = rows.getInt(2);
        OptionalInt row = rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(y);
        String trace = rows.getString(5);
        return new Heatmap.Cell(rows.getLong(1), row, rows.getLong(3), rows.getDouble(4), trace == null ? "" : trace);
    }
}
