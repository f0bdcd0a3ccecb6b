package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Calculation.Op;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Query.Part;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;

/** One query in DuckDB's words. Names come from the catalogue, values are bound. */
final class Inquiry {

    private static final String ROW = "CASE WHEN v > 0 AND isfinite(v) THEN CAST(floor(8 * log2(v)) AS INTEGER) END";
    private static final double LONGEST_MS = 9e11;

    private final Query query;
    private final List<Calculation> calculations;
    private final Terms terms;
    private final List<Term> breakdowns;
    private final Sql conditions;
    private final Connection connection;
    private final Deadline deadline;

    private final Run run;
    private int parts;
    private int partsDone;

    private record Tally(long matched, boolean sampled) {}

    Inquiry(Query asked, Catalogue catalogue, Connection connection, Deadline deadline, Run run) {
        query = asked.by(asked.breakdowns().stream().distinct().toList());
        calculations = query.calculations().stream()
                .filter(calculation -> calculation.op() != Op.HEATMAP)
                .distinct()
                .toList();
        terms = new Terms(query, catalogue);
        breakdowns = query.breakdowns().stream().map(terms::term).toList();
        conditions = new Conditions(query, terms).whole();
        this.connection = connection;
        this.deadline = deadline;
        this.run = run;
        checkNames();
    }

    private void checkNames() {
        Set<String> labels = new HashSet<>();
        for (Calculation calculation : calculations) {
            if (!labels.add(calculation.label())) {
                throw new IllegalArgumentException("Two calculations are called '" + calculation.label() + "'");
            }
        }
    }

    /** Whether it looks at other spans of a trace, which may be of another time. */
    boolean wholeTraces() {
        query.calculations().forEach(this::taking);
        return terms.wholeTraces();
    }

    Result answer() throws SQLException {
        checkPatterns();
        List<Calculation> painted = query.calculations().stream()
                .filter(calculation -> calculation.op() == Op.HEATMAP)
                .toList();
        parts = 2 + painted.size() + query.parts().size();
        Tally tally = done(tally());
        List<Heatmap> heatmaps = new ArrayList<>();
        for (Calculation calculation : painted) {
            heatmaps.add(done(heatmap(calculation, tally.sampled)));
        }
        List<Result.Row> rows = done(rows(tally.sampled));
        return new Result(
                rows,
                query.parts().contains(Part.TOTAL)
                        ? done(whole(base(tally.sampled), tally.sampled))
                        : Result.Row.NOTHING,
                query.parts().contains(Part.OTHER)
                        ? done(whole(outside(rows, tally.sampled), tally.sampled))
                        : Result.Row.NOTHING,
                query.parts().contains(Part.SERIES) ? done(series(rows, tally.sampled)) : List.of(),
                heatmaps,
                tally.matched);
    }

    /** The groups alone, as a table with the names that a person knows. */
    Sql table() throws SQLException {
        checkPatterns();
        boolean sampled = tally().sampled;
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < breakdowns.size(); i++) {
            columns.add("g" + i + " AS " + Layout.quoted(breakdowns.get(i).name()));
        }
        for (int i = 0; i < calculations.size(); i++) {
            columns.add("x" + i + " AS " + Layout.quoted(calculations.get(i).label()));
        }
        return Sql.of("SELECT " + String.join(", ", columns) + " FROM (")
                .then(groups(sampled))
                .then(")");
    }

    private Sql groups(boolean sampled) {
        Groups groups = new Groups(query, calculations, breakdowns.size(), sampled, false);
        return groups.wanted(query.among().isEmpty() ? base(sampled) : within(query.among(), sampled));
    }

    private <T> T done(T part) {
        partsDone++;
        run.done((double) partsDone / parts);
        return part;
    }

    private void checkPatterns() throws SQLException {
        for (String pattern : terms.patterns()) {
            try (PreparedStatement statement =
                            Sql.of("SELECT regexp_matches('', ?)", pattern).on(connection);
                    ResultSet rows = deadline.query(statement)) {
                rows.next();
            } catch (SQLException e) {
                if (deadline.passed()) {
                    throw e;
                }
                throw new IllegalArgumentException("'" + pattern + "' is no regular expression: " + e.getMessage(), e);
            }
        }
    }

    private Tally tally() throws SQLException {
        Sql sql = Sql.of("SELECT count(*), coalesce(max(" + Layout.WEIGHT + "), 1) FROM event WHERE ")
                .then(conditions);
        try (PreparedStatement statement = sql.on(connection);
                ResultSet rows = deadline.query(statement)) {
            rows.next();
            return new Tally(rows.getLong(1), rows.getLong(2) > 1);
        }
    }

    private List<Result.Row> rows(boolean sampled) throws SQLException {
        if (calculations.isEmpty() && breakdowns.isEmpty()) {
            return List.of();
        }
        List<Result.Row> answer = new ArrayList<>();
        try (PreparedStatement statement = groups(sampled).on(connection);
                ResultSet rows = deadline.query(statement)) {
            while (rows.next()) {
                answer.add(row(rows, 1, breakdowns));
            }
        }
        return answer;
    }

    private Result.Row whole(Sql base, boolean sampled) throws SQLException {
        if (calculations.isEmpty()) {
            return Result.Row.NOTHING;
        }
        Sql sql = new Groups(query, calculations, 0, sampled, false).every(base);
        try (PreparedStatement statement = sql.on(connection);
                ResultSet rows = deadline.query(statement)) {
            rows.next();
            return row(rows, 1, List.of());
        }
    }

    private List<Result.Step> series(List<Result.Row> wanted, boolean sampled) throws SQLException {
        if (wanted.isEmpty() || calculations.isEmpty()) {
            return List.of();
        }
        Sql base = breakdowns.isEmpty() ? base(sampled) : within(groupsOf(wanted), sampled);
        Sql sql = new Groups(query, calculations, breakdowns.size(), sampled, true)
                .every(base)
                .then(" ORDER BY ALL");
        List<Result.Step> steps = new ArrayList<>();
        try (PreparedStatement statement = sql.on(connection);
                ResultSet rows = deadline.query(statement)) {
            while (rows.next()) {
                Instant time = query.from().plus(query.granularity().multipliedBy(rows.getLong(1)));
                steps.add(new Result.Step(time, row(rows, 2, breakdowns)));
            }
        }
        return steps;
    }

    private static List<Map<String, Object>> groupsOf(List<Result.Row> rows) {
        return rows.stream().map(Result.Row::group).toList();
    }

    /** The relation that {@link Groups} works on. */
    private Sql base(boolean sampled) {
        String weight = weight(sampled);
        long from = Conditions.nanos(query.from());
        Sql base = Sql.of("SELECT epoch_ns(ts) AS t, (epoch_ns(ts) - " + from + ") // "
                + query.granularity().toNanos() + " AS step, " + weight + " AS w, " + weight + " * (" + weight
                + " - 1.0::DOUBLE) AS u");
        for (int i = 0; i < breakdowns.size(); i++) {
            base = base.then(", ").then(breakdowns.get(i).key()).then(" AS g" + i);
        }
        for (int i = 0; i < calculations.size(); i++) {
            base = base.then(", ").then(taking(calculations.get(i))).then(" AS v" + i);
        }
        return base.then(" FROM event WHERE ").then(conditions);
    }

    /** Where every event stands for itself, their rates need not be read. */
    private static String weight(boolean sampled) {
        return sampled ? Layout.WEIGHT : "1::BIGINT";
    }

    private Sql taking(Calculation calculation) {
        Sql value = value(calculation);
        if (calculation.filters().isEmpty()) {
            return value;
        }
        return Sql.of("CASE WHEN ")
                .then(terms.meets(calculation.filters(), calculation.combination()))
                .then(" THEN ")
                .then(value)
                .then(" END");
    }

    private Sql value(Calculation calculation) {
        return switch (calculation.op()) {
            case COUNT -> Sql.of("1");
            case COUNT_DISTINCT -> terms.term(calculation.column()).key();
            case CONCURRENCY -> {
                String ms = "CAST(\"duration_ms\" AS DOUBLE)";
                String nanos = "CAST(floor(least(" + ms + ", " + LONGEST_MS + ") * 1e6) AS BIGINT)";
                yield Sql.of("CASE WHEN isfinite(" + ms + ") AND " + ms + " * 1e6 >= 1 THEN " + nanos + " END");
            }
            default -> terms.term(calculation.column()).number();
        };
    }

    private Sql within(List<Map<String, Object>> groups, boolean sampled) {
        return compared("SEMI", groups, sampled);
    }

    private Sql outside(List<Result.Row> rows, boolean sampled) {
        if (rows.isEmpty()) {
            return base(sampled);
        }
        return breakdowns.isEmpty() ? base(sampled).then(" AND FALSE") : compared("ANTI", groupsOf(rows), sampled);
    }

    private Sql compared(String join, List<Map<String, Object>> groups, boolean sampled) {
        List<Sql> tuples = new ArrayList<>();
        for (Map<String, Object> group : groups) {
            List<Sql> values = new ArrayList<>();
            for (Term term : breakdowns) {
                values.add(Sql.of("CAST(? AS " + Layout.sqlType(term.type()) + ")", group.get(term.name())));
            }
            tuples.add(Sql.of("(").then(Sql.join(", ", values)).then(")"));
        }
        List<String> names = new ArrayList<>();
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < breakdowns.size(); i++) {
            names.add("k" + i);
            equal.add("b.g" + i + " IS NOT DISTINCT FROM wanted.k" + i);
        }
        return Sql.of("SELECT b.* FROM (")
                .then(base(sampled))
                .then(") b " + join + " JOIN (VALUES ")
                .then(Sql.join(", ", tuples))
                .then(") AS wanted(" + String.join(", ", names) + ") ON " + String.join(" AND ", equal));
    }

    private Result.Row row(ResultSet rows, int first, List<Term> keys) throws SQLException {
        Map<String, Object> group = new LinkedHashMap<>();
        int index = first;
        for (Term key : keys) {
            Object value = value(rows.getObject(index++), key.type());
            if (value != null) {
                group.put(key.name(), value);
            }
        }
        Map<String, Number> values = new LinkedHashMap<>();
        Map<String, Double> errors = new LinkedHashMap<>();
        for (int i = 0; i < calculations.size(); i++) {
            String label = calculations.get(i).label();
            if (rows.getObject(index + i) instanceof Number value) {
                values.put(label, value);
                if (rows.getObject(index + calculations.size() + i) instanceof Number error) {
                    errors.put(label, error.doubleValue());
                }
            }
        }
        return new Result.Row(group, values, errors);
    }

    private static Object value(Object value, Column.Type type) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case INTEGER -> ((Number) value).longValue();
            case FLOAT -> ((Number) value).doubleValue();
            case BOOLEAN -> value;
            case STRING -> value.toString();
        };
    }

    private Heatmap heatmap(Calculation calculation, boolean sampled) throws SQLException {
        Sql sql = Sql.of("SELECT x, " + ROW
                        + " AS y, CAST(sum(w) AS BIGINT), sqrt(sum(w * (w - 1.0))), max(v), arg_max(trace, v)"
                        + " FROM (SELECT (epoch_ns(ts) - " + Conditions.nanos(query.from()) + ") // "
                        + query.granularity().toNanos() + " AS x, \"trace.trace_id\" AS trace, " + weight(sampled)
                        + " AS w, ")
                .then(taking(calculation))
                .then(" AS v FROM event WHERE ")
                .then(conditions)
                .then(") WHERE v IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST");
        try (PreparedStatement statement = sql.on(connection);
                ResultSet rows = deadline.query(statement)) {
            List<Heatmap.Cell> cells = new ArrayList<>();
            while (rows.next()) {
                cells.add(cell(rows));
            }
            return new Heatmap(calculation.column(), cells);
        }
    }

    private static Heatmap.Cell cell(ResultSet rows) throws SQLException {
        int y = rows.getInt(2);
        OptionalInt row = rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(y);
        String trace = rows.getString(6);
        return new Heatmap.Cell(
                rows.getLong(1),
                row,
                rows.getLong(3),
                rows.getDouble(4),
                rows.getDouble(5),
                trace == null ? "" : trace);
    }
}
