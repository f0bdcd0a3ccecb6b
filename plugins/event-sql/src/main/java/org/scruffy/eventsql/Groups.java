package org.scruffy.eventsql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Having;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;

/**
 * The statement that works out groups of events. It reads a relation {@code base} of one row for each event: {@code t} its
 * nanoseconds, {@code w} its weight, {@code step} its step of the query's granularity, {@code g0 …} its value of each breakdown and
 * {@code v0 …} what each calculation works on, NULL where the event takes no part in it. Where events were sampled, {@code unit} is
 * the same for all that were kept together, and {@code u} what one adds to the error of their number.
 *
 * <p>Errors are those of clusters: Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992, chapter 4. All events of a
 * trace were kept with the chance 1/w or none, and other traces independently, so that the variance of a sum is estimated by each
 * unit's (Σ y)² w (w - 1), or (Σ u y)² with u = √(w (w - 1)); that of a mean by the same of what values differ from it. Where weights
 * differ within a trace and one random number decided, by Σ y y' (w w' - max(w, w')), this is on the safe side for a count: its
 * error is less than a fifth too large. Steps of a series are taken for independent of each other.
 *
 * <p>What an aggregate can say is said in one relation {@code a} of a row for each group; what needs the events in an order or
 * step by step has a relation {@code j0 …} of its own, and the groups are put together last.
 */
final class Groups {

    private final Query query;
    private final List<Calculation> calculations;
    private final Dialect dialect;
    private final List<Term> breakdowns;
    private final boolean sampled;
    private final boolean many;
    private final boolean series;
    private final List<String> keys = new ArrayList<>();
    private final Map<Taken, List<Integer>> narrowed;

    /**
     * @param breakdowns those of the query that make the groups: all or none
     * @param sampled whether any event stands for more than itself
     * @param many whether there are more values than a percentile can keep in memory
     * @param series whether the groups are wanted step by step
     */
    Groups(
            Query query,
            List<Calculation> calculations,
            Dialect dialect,
            List<Term> breakdowns,
            boolean sampled,
            boolean many,
            boolean series) {
        this.query = query;
        this.calculations = calculations;
        this.dialect = dialect;
        this.breakdowns = breakdowns;
        this.sampled = sampled;
        this.many = many;
        this.series = series;
        if (series) {
            keys.add("step");
        }
        IntStream.range(0, breakdowns.size()).forEach(i -> keys.add("g" + i));
        narrowed = byTaken();
    }

    /** The groups, each with its keys, then each calculation's value, then each one's error. */
    Sql every(Sql base) {
        return all(base).then("SELECT * FROM s");
    }

    /** Those that the query wants, in its order. */
    Sql wanted(Sql base) {
        Sql wanted = all(base).then("SELECT * FROM s WHERE TRUE");
        for (Having having : query.havings()) {
            wanted = wanted.then(
                    " AND x" + calculated(having.calculation()) + " "
                            + having.op().sign() + " ?",
                    having.value());
        }
        return wanted.then(" ORDER BY " + String.join(", ", orders()) + " LIMIT ?", query.limit());
    }

    private Sql all(Sql base) {
        StringBuilder more = new StringBuilder("), a AS (" + aggregates() + ")");
        List<Integer> apart = IntStream.range(0, calculations.size())
                .filter(i -> apart(calculations.get(i)))
                .boxed()
                .toList();
        narrowed.values()
                .forEach(alike -> more.append(
                        ", n" + alike.get(0) + " AS (" + narrowed(alike).sql() + ")"));
        apart.forEach(i -> more.append(", j" + i + " AS (" + alone(i) + ")"));
        String from = "a";
        if (!apart.isEmpty()) {
            more.append(", k AS (SELECT " + listed(keys) + " FROM a");
            apart.forEach(i -> more.append(" UNION DISTINCT SELECT " + listed(keys) + " FROM j" + i));
            more.append(")");
            from = "k" + joined("a") + apart.stream().map(i -> joined("j" + i)).collect(Collectors.joining());
        }
        more.append(", s AS (SELECT " + selected(apart.isEmpty() ? "a" : "k") + " FROM " + from + ") ");
        String readAgain = many ? dialect.phrase(Word.READ_AGAIN) : "";
        return Sql.of("WITH base AS " + readAgain + "(").then(base).then(more.toString());
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "0" : String.join(", ", names);
    }

    private String joined(String relation) {
        if (keys.isEmpty()) {
            return " CROSS JOIN " + relation;
        }
        return keys.stream()
                .map(key -> "k." + key + " IS NOT DISTINCT FROM " + relation + "." + key)
                .collect(Collectors.joining(" AND ", " LEFT JOIN " + relation + " ON ", ""));
    }

    private String selected(String from) {
        List<String> columns = new ArrayList<>();
        keys.forEach(key -> columns.add(from + "." + key + " AS " + key));
        for (int i = 0; i < calculations.size(); i++) {
            columns.add(orNone(i, apart(calculations.get(i)) ? "j" + i + ".x" : "a.x" + i) + " AS x" + i);
        }
        for (int i = 0; i < calculations.size(); i++) {
            String error = apart(calculations.get(i)) ? "j" + i + ".e" : "a.e" + i;
            boolean known = !sampled || calculations.get(i).op() == Calculation.Op.COUNT;
            columns.add((known ? orNone(i, error) : error) + " AS e" + i);
        }
        return String.join(", ", columns);
    }

    /** A step in which spans only go on running has a row, and began none. */
    private String orNone(int i, String number) {
        Calculation.Op op = calculations.get(i).op();
        boolean counts = op == Calculation.Op.COUNT || op == Calculation.Op.COUNT_DISTINCT;
        return counts && series ? "coalesce(" + number + ", 0)" : number;
    }

    private boolean apart(Calculation calculation) {
        return switch (calculation.op()) {
            case RATE_AVG, RATE_SUM, RATE_MAX -> true;
            case CONCURRENCY -> series;
            case COUNT_DISTINCT -> sampled;
            default -> (sampled || many) && calculation.op().quantile() > 0;
        };
    }

    private String aggregates() {
        List<Integer> together = IntStream.range(0, calculations.size())
                .filter(i -> !apart(calculations.get(i)))
                .boxed()
                .toList();
        List<String> columns = new ArrayList<>(keys);
        for (int i : together) {
            columns.add(value(i) + " AS x" + i);
            columns.add(error(i) + " AS e" + i);
        }
        return columns.isEmpty()
                ? "SELECT 0"
                : "SELECT " + listed(columns) + " FROM " + summed(keys, together, "base") + grouped(keys);
    }

    /** What {@link #value} and {@link #error} read: the events, or where they were sampled what those of each unit come to. */
    private String summed(List<String> by, List<Integer> some, String events) {
        if (!sampled) {
            return events;
        }
        List<String> columns = new ArrayList<>(by);
        some.forEach(i -> columns.addAll(sums(i)));
        boolean estimates = some.stream().anyMatch(i -> calculations.get(i).op().estimates());
        return "(SELECT " + listed(columns) + " FROM " + events + grouped(estimates ? with("unit", by) : by) + ")";
    }

    private List<String> sums(int i) {
        String v = "v" + i;
        String taking = " FILTER (WHERE " + v + " IS NOT NULL)";
        return switch (calculations.get(i).op()) {
            case MIN -> List.of("min(" + v + ") AS x" + i);
            case MAX, RATE_MAX -> List.of(dialect.phrase(Word.LARGEST, v) + " AS x" + i);
            case AVG, RATE_AVG ->
                List.of(
                        "sum(w * " + v + ") AS x" + i,
                        "sum(u * " + v + ") AS y" + i,
                        "sum(w)" + taking + " AS n" + i,
                        "sum(u)" + taking + " AS m" + i);
            case CONCURRENCY -> sums("CAST(" + covered(v) + " AS DOUBLE)", i);
            default -> sums(v, i);
        };
    }

    private static List<String> sums(String y, int i) {
        return List.of("sum(w * " + y + ") AS x" + i, "sum(u * " + y + ") AS y" + i);
    }

    private static String grouped(List<String> keys) {
        return keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
    }

    private String value(int i) {
        Calculation calculation = calculations.get(i);
        String v = (sampled ? "x" : "v") + i;
        return switch (calculation.op()) {
            case COUNT -> sampled ? "CAST(coalesce(sum(" + v + "), 0) AS BIGINT)" : "count(" + v + ")";
            case COUNT_DISTINCT -> "count(DISTINCT " + v + ")";
            case SUM, RATE_SUM -> "sum(" + v + ")";
            case AVG, RATE_AVG -> sampled ? "sum(" + v + ") / sum(n" + i + ")" : "avg(" + v + ")";
            case MIN -> "min(" + v + ")";
            case MAX, RATE_MAX -> dialect.phrase(Word.LARGEST, v);
            case CONCURRENCY -> "CAST(sum(" + (sampled ? v : covered(v)) + ") AS DOUBLE) / " + length();
            default ->
                dialect.phrase(
                        Word.PERCENTILE, v, String.valueOf(calculation.op().quantile()));
        };
    }

    private String error(int i) {
        if (!sampled) {
            return "CAST(0 AS DOUBLE)";
        }
        String squares = "sum(" + product("y", "y", i) + ")";
        return switch (calculations.get(i).op()) {
            case COUNT -> "sqrt(coalesce(" + squares + ", 0))";
            case SUM, RATE_SUM -> "sqrt(" + squares + ")";
            case AVG, RATE_AVG ->
                "sqrt(greatest(" + squares + " - 2 * (" + value(i) + ") * sum(" + product("y", "m", i) + ") + pow("
                        + value(i) + ", 2) * sum(" + product("m", "m", i) + "), 0)) / sum(n" + i + ")";
            case CONCURRENCY -> "sqrt(" + squares + ") / " + length();
            default -> "CAST(NULL AS DOUBLE)";
        };
    }

    private static String product(String one, String other, int i) {
        return one + i + " * " + other + i;
    }

    /** Not least(…), which knows no NULL. */
    private String covered(String v) {
        String to = Conditions.nanos(query.to()) + "::BIGINT";
        return "(CASE WHEN t + " + v + " < " + to + " THEN " + v + " WHEN " + v + " > 0 THEN " + to + " - t END)";
    }

    private double length() {
        return (double) (Conditions.nanos(query.to()) - Conditions.nanos(query.from()));
    }

    private String alone(int i) {
        return switch (calculations.get(i).op()) {
            case RATE_AVG, RATE_SUM, RATE_MAX -> series ? rateOfSteps(i) : rate(i);
            case CONCURRENCY -> concurrencyOfSteps(i);
            case COUNT_DISTINCT -> distinct(i);
            default -> many ? ofNarrowed(i) : percentile(i);
        };
    }

    private String distinct(int i) {
        return "SELECT " + listed(keys) + ", count(DISTINCT v" + i + ") AS x, CAST(NULL AS DOUBLE) AS e FROM base"
                + grouped(keys);
    }

    private List<String> breakdowns() {
        return keys.stream().filter(key -> !key.equals("step")).toList();
    }

    private static List<String> with(String another, List<String> keys) {
        return Stream.concat(keys.stream(), Stream.of(another)).toList();
    }

    private String steps(int i) {
        List<String> by = with("step", breakdowns());
        String taking = summed(by, List.of(i), "base WHERE v" + i + " IS NOT NULL");
        return "(SELECT " + listed(by) + ", " + value(i) + " AS y, " + error(i) + " AS d FROM " + taking + grouped(by)
                + ")";
    }

    private String rate(int i) {
        String gap = "nullif(max(step) - min(step), 0)";
        return "SELECT " + listed(keys) + ", (argMax(y, step) - argMin(y, step)) / " + gap
                + " AS x, sqrt(pow(argMax(d, step), 2) + pow(argMin(d, step), 2)) / " + gap + " AS e FROM " + steps(i)
                + grouped(keys);
    }

    private String rateOfSteps(int i) {
        String window = " OVER (" + partition(breakdowns()) + " ORDER BY step)";
        String gap = "(step - lag(step)" + window + ")";
        return "SELECT " + listed(keys) + ", (y - lag(y)" + window + ") / " + gap + " AS x, sqrt(pow(d, 2) + pow(lag(d)"
                + window + ", 2)) / " + gap + " AS e FROM " + steps(i);
    }

    static String partition(List<String> by) {
        return by.isEmpty() ? "" : "PARTITION BY " + String.join(", ", by);
    }

    private String concurrencyOfSteps(int i) {
        String from = Conditions.nanos(query.from()) + "::BIGINT";
        String to = Conditions.nanos(query.to()) + "::BIGINT";
        String granularity = query.granularity().toNanos() + "::BIGINT";
        String end = "least(t + v" + i + ", " + to + ")";
        String others = breakdowns().stream().map(key -> ", " + key).collect(Collectors.joining());
        String last = dialect.phrase(Word.QUOTIENT, end + " - 1 - " + from, granularity) + " + 1";
        String running = "SELECT " + dialect.phrase(Word.EACH, "step", last) + " AS step, t, " + end + " AS until"
                + (sampled ? ", w, u, unit" : "") + others + " FROM base WHERE v" + i + " IS NOT NULL";
        String spread = "SELECT *, " + from + " + step * " + granularity + " AS begins, least(" + from
                + " + (step + 1) * " + granularity + ", " + to + ") AS ends FROM (" + running + ")";
        String shared =
                "SELECT *, CAST(least(until, ends) - greatest(t, begins) AS DOUBLE) / (ends - begins) AS share FROM ("
                        + spread + ")";
        if (!sampled) {
            return "SELECT " + listed(keys) + ", sum(share) AS x, CAST(0 AS DOUBLE) AS e FROM (" + shared + ")"
                    + grouped(keys);
        }
        String summed = "SELECT " + listed(keys) + ", sum(w * share) AS y, sum(u * share) AS d FROM (" + shared + ")"
                + grouped(with("unit", keys));
        return "SELECT " + listed(keys) + ", sum(y) AS x, sqrt(sum(d * d)) AS e FROM (" + summed + ")" + grouped(keys);
    }

    /**
     * As if each event were there w times: c counts how far they reach in the order of their values, n how many there are. The error is
     * Woodruff's (Journal of the American Statistical Association 47, 1952): that of the share of events up to the percentile, looked
     * up again among the values. Each event differs from the share by z, the k events of a unit by y.
     */
    private String percentile(int i) {
        String v = "v" + i;
        double q = calculations.get(i).op().quantile();
        String all = " OVER (" + partition(keys) + ")";
        String upTo = " OVER (" + partition(keys) + " ORDER BY " + v + ")";
        String before = keys.stream().map(key -> key + ", ").collect(Collectors.joining());
        String ranked = "SELECT " + before + v + " AS v, u, unit, sum(w)" + upTo + " AS c, sum(w)" + all
                + " AS n FROM base WHERE " + v + " IS NOT NULL";
        String place = "(n - 1) * CAST(" + q + " AS DOUBLE)";
        String placed = "SELECT *, " + place + " AS p, min(c) FILTER (WHERE c > floor(" + place + "))" + all
                + " AS met FROM (" + ranked + ")";
        String apart =
                "SELECT *, u * CASE WHEN c <= met THEN 1 - " + q + " ELSE -" + q + " END AS z FROM (" + placed + ")";
        String unit = " OVER (" + partition(with("unit", keys)) + ")";
        String summed = "SELECT *, sum(z)" + unit + " AS y, count(*)" + unit + " AS k FROM (" + apart + ")";
        String unsure = "SELECT *, sqrt(sum(y * y / k)" + all + ") / n AS s FROM (" + summed + ")";
        String low = "min(v) FILTER (WHERE c > floor(p))";
        String high = "min(v) FILTER (WHERE c > ceil(p))";
        String least = "min(v) FILTER (WHERE c > floor((n - 1) * greatest(" + q + " - s, 0)))";
        String most = "min(v) FILTER (WHERE c > floor((n - 1) * least(" + q + " + s, 1)))";
        return "SELECT " + listed(keys) + ", CASE WHEN " + low + " = " + high + " THEN " + low + " ELSE " + low + " + ("
                + high
                + " - " + low + ") * any_value(p - floor(p)) END AS x, (" + most + " - " + least + ") / 2 AS e FROM ("
                + unsure
                + ")" + grouped(keys);
    }

    /** What a calculation of a percentile takes from an event: several of them may ask it of the same. */
    private record Taken(String column, List<Filter> filters, Filter.Combination combination) {
        static Taken by(Calculation calculation) {
            return new Taken(calculation.column(), calculation.filters(), calculation.combination());
        }
    }

    /** The percentiles that are narrowed down, by what they take: of all alike there is one relation {@code n}, of the first one's number. */
    private Map<Taken, List<Integer>> byTaken() {
        return IntStream.range(0, calculations.size())
                .filter(i -> many && calculations.get(i).op().quantile() > 0)
                .boxed()
                .collect(Collectors.groupingBy(
                        i -> Taken.by(calculations.get(i)), LinkedHashMap::new, Collectors.toList()));
    }

    private Narrowed narrowed(List<Integer> alike) {
        List<Double> quantiles = alike.stream()
                .map(i -> calculations.get(i).op().quantile())
                .distinct()
                .toList();
        return new Narrowed(keys, "v" + alike.get(0), quantiles, sampled);
    }

    /** Without keys that is a row where there are no values, too. */
    private String ofNarrowed(int i) {
        int first = narrowed.get(Taken.by(calculations.get(i))).get(0);
        return "SELECT " + listed(keys) + ", max(x) AS x, " + (sampled ? "max(e)" : "CAST(0 AS DOUBLE)")
                + " AS e FROM n" + first + " WHERE q = CAST("
                + calculations.get(i).op().quantile() + " AS DOUBLE)" + grouped(keys);
    }

    private List<String> orders() {
        List<String> orders = new ArrayList<>();
        for (Order order : query.orders()) {
            int breakdown = query.breakdowns().indexOf(order.by());
            orders.add(
                    breakdown >= 0
                            ? ordered("g" + breakdown, near(breakdown), order.descending())
                            : ordered("x" + calculated(order.by()), false, order.descending()));
        }
        if (orders.isEmpty() && !calculations.isEmpty()) {
            orders.add(ordered("x0", false, true));
        }
        for (int i = 0; i < breakdowns.size(); i++) {
            orders.add(ordered("g" + i, near(i), false));
        }
        return orders;
    }

    private boolean near(int breakdown) {
        return breakdowns.get(breakdown).type() == Column.Type.FLOAT;
    }

    private String ordered(String by, boolean near, boolean descending) {
        return near
                ? dialect.phrase(descending ? Word.DOWNWARDS : Word.UPWARDS, by)
                : by + (descending ? " DESC" : " ASC") + " NULLS LAST";
    }

    private int calculated(String label) {
        for (int i = 0; i < calculations.size(); i++) {
            if (calculations.get(i).label().equals(label)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No calculation of the query is called '" + label + "'");
    }
}
