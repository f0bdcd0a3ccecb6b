package org.scruffy.eventsql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Calculation.Op;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Query.Part;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;

/** One query of a store. Names come from the store's columns, values are bound. */
public final class Inquiry {

    private static final double LONGEST_MS = 9e11;

    // with weights to sum up in order, narrowing down is quicker from so many times fewer values on
    private static final int SUMMING = 20;

    // of more events, errors are worked out of so many sums: in half the time and little memory, and about 1 % off
    private static final int MOST_BY_UNIT = 100_000;
    private static final String SUMS = "4096";

    private final Query query;
    private final List<Calculation> calculations;
    private final Terms terms;
    private final List<Term> breakdowns;
    private final Sql conditions;
    private final Dialect dialect;
    private final Session session;
    private final Run run;
    private int parts;
    private int partsDone;

    private record Tally(long matched, boolean sampled) {}

    /** @param columns those of the store */
    public Inquiry(Query asked, List<Column> columns, Dialect dialect, Session session, Run run) {
        query = asked.by(asked.breakdowns().stream().distinct().toList());
        calculations = query.calculations().stream()
                .filter(calculation -> calculation.op() != Op.HEATMAP)
                .distinct()
                .toList();
        terms = new Terms(query, columns, dialect);
        breakdowns = query.breakdowns().stream().map(terms::term).toList();
        conditions = Conditions.of(query, terms, dialect);
        this.dialect = dialect;
        this.session = session;
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
    public boolean wholeTraces() {
        query.calculations().forEach(this::taking);
        return terms.wholeTraces();
    }

    /** Tells the run how far it is. */
    public Result answer() throws Exception {
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
        List<Result.Row> rows = done(rows(tally));
        return new Result(
                rows,
                query.parts().contains(Part.TOTAL) ? done(whole(base(tally, conditions), tally)) : Result.Row.NOTHING,
                query.parts().contains(Part.OTHER) ? done(whole(outside(rows, tally), tally)) : Result.Row.NOTHING,
                query.parts().contains(Part.SERIES) ? done(series(rows, tally)) : List.of(),
                heatmaps,
                tally.matched);
    }

    /** The groups alone, as a table with the names that a person knows. */
    Sql table() throws Exception {
        checkPatterns();
        Tally tally = tally();
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < breakdowns.size(); i++) {
            columns.add("g" + i + " AS " + named(breakdowns.get(i).name()));
        }
        for (int i = 0; i < calculations.size(); i++) {
            columns.add("x" + i + " AS " + named(calculations.get(i).label()));
        }
        return Sql.of("SELECT " + String.join(", ", columns) + " FROM (")
                .then(groups(tally))
                .then(")");
    }

    private String named(String name) {
        if (!Typed.isIdentifier(name)) {
            throw new IllegalArgumentException(
                    "No table can have a column '" + name + "', for the character U+0000 is in its name");
        }
        return dialect.named(name);
    }

    /** A statement of the columns, of all events that the query is about. */
    Sql events(Sql columns) {
        return dialect.events(columns, terms.joined(), conditions);
    }

    private Sql groups(Tally tally) {
        return groups(tally, breakdowns, false)
                .wanted(query.among().isEmpty() ? base(tally, conditions) : within(query.among(), tally));
    }

    private Groups groups(Tally tally, List<Term> by, boolean series) {
        long percentiles =
                calculations.stream().filter(each -> each.op().quantile() > 0).count();
        boolean many = tally.matched * percentiles * (tally.sampled ? SUMMING : 1) > dialect.mostInMemory();
        return new Groups(query, calculations, dialect, by, tally.sampled, many, series);
    }

    private void checkPatterns() throws Exception {
        for (String pattern : terms.patterns()) {
            session.check(pattern);
        }
    }

    private <T> T done(T part) {
        partsDone++;
        run.done((double) partsDone / parts);
        return part;
    }

    private Tally tally() throws Exception {
        Sql each = Sql.of("count(*) AS n, max(" + rate() + ") AS most");
        Sql sql = Sql.of("SELECT sum(n), max(most) FROM (").then(events(each)).then(")");
        Object[] row = session.rows(sql).get(0);
        return new Tally(whole(row[0]), row[1] instanceof Number most && most.longValue() > 1);
    }

    private static long whole(Object number) {
        return ((Number) number).longValue();
    }

    private List<Result.Row> rows(Tally tally) throws Exception {
        if (calculations.isEmpty() && breakdowns.isEmpty()) {
            return List.of();
        }
        return session.rows(groups(tally)).stream()
                .map(row -> row(row, 0, breakdowns))
                .toList();
    }

    private Result.Row whole(Sql base, Tally tally) throws Exception {
        if (calculations.isEmpty()) {
            return Result.Row.NOTHING;
        }
        Sql sql = groups(tally, List.of(), false).every(base);
        return row(session.rows(sql).get(0), 0, List.of());
    }

    private List<Result.Step> series(List<Result.Row> wanted, Tally tally) throws Exception {
        if (wanted.isEmpty() || calculations.isEmpty()) {
            return List.of();
        }
        Tally running = running(tally);
        Sql base = breakdowns.isEmpty() ? base(running, conditions) : within(groupsOf(wanted), running);
        Sql sql = groups(tally, breakdowns, true).every(base).then(" ORDER BY ALL");
        return session.rows(sql).stream()
                .map(row -> new Result.Step(
                        query.from().plus(query.granularity().multipliedBy(whole(row[0]))), row(row, 1, breakdowns)))
                .toList();
    }

    /** What runs on through many steps is in all of them. */
    private Tally running(Tally tally) {
        boolean running = calculations.stream().anyMatch(calculation -> calculation.op() == Calculation.Op.CONCURRENCY);
        long steps = Duration.between(query.from(), query.to()).dividedBy(query.granularity()) + 1;
        return running ? new Tally(tally.matched * steps, tally.sampled) : tally;
    }

    private static List<Map<String, Object>> groupsOf(List<Result.Row> rows) {
        return rows.stream().map(Result.Row::group).toList();
    }

    /** The relation that {@link Groups} works on. */
    private Sql base(Tally tally, Sql conditions) {
        Sql columns = Sql.of(dialect.phrase(Word.NANOS, "ts") + " AS t, " + step() + " AS step, "
                + weight(tally.sampled) + " AS w" + (tally.sampled ? ", " + unsure(tally.matched > MOST_BY_UNIT) : ""));
        for (int i = 0; i < breakdowns.size(); i++) {
            columns = columns.then(", ").then(breakdowns.get(i).key()).then(" AS g" + i);
        }
        for (int i = 0; i < calculations.size(); i++) {
            columns = columns.then(", ").then(taking(calculations.get(i))).then(" AS v" + i);
        }
        return dialect.events(columns, terms.joined(), conditions);
    }

    private String step() {
        String since = dialect.phrase(Word.NANOS, "ts") + " - " + Conditions.nanos(query.from()) + "::BIGINT";
        return dialect.phrase(
                Word.QUOTIENT, "(" + since + ")", query.granularity().toNanos() + "::BIGINT");
    }

    /** For how many events one stands. */
    private String weight() {
        return "greatest(least(coalesce(" + rate() + ", 1), " + Integer.MAX_VALUE + "), 1)";
    }

    private String rate() {
        return dialect.column(new Column(Event.SAMPLE_RATE, Column.Type.INTEGER));
    }

    /**
     * What an event adds to the error of their number, and with which others it was kept: none where it stands for itself. Many units
     * share a few sums, each with a sign of its own, so that what they do not have in common comes to nothing on average, and the sums'
     * squares to what those of the units would: Alon, Matias and Szegedy, The space complexity of approximating the frequency moments.
     */
    private String unsure(boolean many) {
        String weight = weight();
        String error = "sqrt(" + weight + " * (" + weight + " - 1.0::DOUBLE))";
        String unit = dialect.phrase(Word.UNIT);
        String minus = dialect.phrase(Word.QUOTIENT, unit, SUMS) + " % 2 = 1";
        return (many ? "CASE WHEN " + minus + " THEN -" + error + " ELSE " + error + " END" : error)
                + " AS u, CASE WHEN " + weight + " > 1 THEN " + (many ? unit + " % " + SUMS : unit) + " END AS unit";
    }

    /** Where every event stands for itself, their rates need not be read. */
    private String weight(boolean sampled) {
        return sampled ? weight() : "1::BIGINT";
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
                yield Sql.of("CASE WHEN isFinite(" + ms + ") AND " + ms + " * 1e6 >= 1 THEN " + nanos + " END");
            }
            default -> terms.term(calculation.column()).number();
        };
    }

    private Sql within(List<Map<String, Object>> groups, Tally tally) {
        return compared("SEMI", groups, tally);
    }

    private Sql outside(List<Result.Row> rows, Tally tally) {
        if (rows.isEmpty()) {
            return base(tally, conditions);
        }
        return breakdowns.isEmpty()
                ? base(tally, conditions.then(" AND FALSE"))
                : compared("ANTI", groupsOf(rows), tally);
    }

    private Sql compared(String join, List<Map<String, Object>> groups, Tally tally) {
        List<Sql> tuples = new ArrayList<>();
        for (Map<String, Object> group : groups) {
            List<Sql> values = new ArrayList<>();
            for (Term term : breakdowns) {
                values.add(Sql.of("?", group.get(term.name())).as(term.type()));
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
                .then(base(tally, conditions))
                .then(") b " + join + " JOIN (VALUES ")
                .then(Sql.join(", ", tuples))
                .then(") AS wanted(" + String.join(", ", names) + ") ON " + String.join(" AND ", equal));
    }

    private Result.Row row(Object[] row, int first, List<Term> keys) {
        Map<String, Object> group = new LinkedHashMap<>();
        int index = first;
        for (Term key : keys) {
            Object value = value(row[index++], key.type());
            if (value != null) {
                group.put(key.name(), value);
            }
        }
        Map<String, Number> values = new LinkedHashMap<>();
        Map<String, Double> errors = new LinkedHashMap<>();
        for (int i = 0; i < calculations.size(); i++) {
            String label = calculations.get(i).label();
            if (row[index + i] instanceof Number value) {
                values.put(label, value);
                if (row[index + calculations.size() + i] instanceof Number error) {
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
            case INTEGER -> whole(value);
            case FLOAT -> ((Number) value).doubleValue();
            case BOOLEAN -> value instanceof Number truth ? (Object) (truth.intValue() != 0) : value;
            case STRING, MIXED -> value.toString();
        };
    }

    private Heatmap heatmap(Calculation calculation, boolean sampled) throws Exception {
        Sql columns = Sql.of(step() + " AS x, \"trace.trace_id\" AS trace, " + weight(sampled) + " AS w, ")
                .then(taking(calculation))
                .then(" AS v");
        String weighed = sampled ? "CAST(sum(w) AS BIGINT), sqrt(sum(w * (w - 1.0)))" : "count(*), CAST(0 AS DOUBLE)";
        Sql sql = Sql.of("SELECT x, " + row(calculation.height()) + " AS y, " + weighed
                        + ", max(v), argMax(trace, v) FROM (")
                .then(events(columns))
                .then(") WHERE v IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST");
        return new Heatmap(
                calculation.column(),
                session.rows(sql).stream().map(Inquiry::cell).toList());
    }

    private static String row(double height) {
        String row = height == 0
                ? "floor(8 * log2(v))"
                : "least(floor(v / " + height + "::DOUBLE), " + Heatmap.HIGHEST + "::DOUBLE)";
        return "CASE WHEN v > 0 AND isFinite(v) THEN CAST(" + row + " AS INTEGER) END";
    }

    private static Heatmap.Cell cell(Object[] row) {
        return new Heatmap.Cell(
                whole(row[0]),
                row[1] instanceof Number y ? OptionalInt.of(y.intValue()) : OptionalInt.empty(),
                whole(row[2]),
                ((Number) row[3]).doubleValue(),
                ((Number) row[4]).doubleValue(),
                Objects.toString(row[5], ""));
    }
}
