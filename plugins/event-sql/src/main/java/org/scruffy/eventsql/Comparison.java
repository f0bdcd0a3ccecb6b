package org.scruffy.eventsql;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Contrast.Share;
import org.scruffy.spi.telemetry.Contrast.Side;
import org.scruffy.spi.telemetry.Contrast.Split;
import org.scruffy.spi.telemetry.Contrast.Weight;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Query;

/**
 * A selection beside its baseline: one scan with a grouping set for each column of the table, and one over the entries of the map
 * for all fields in it where these are many. Of a large baseline whole traces are left out, by their hash.
 */
public final class Comparison {

    private static final long MOST_BASELINE = 200_000;
    // of more, whole files need not be read for what is left out again
    private static final long MOST_READ = 1_000_000;
    private static final int MOST_WORDS = 100;
    private static final int MOST_VALUES = 2_500;
    private static final int MOST_COLUMNS = 60; // GROUPING_ID has a bit for each
    // more fields of the map are read quicker by a scan of all its entries than each by itself
    private static final int MOST_PICKED = 8;
    private static final double NOTHING = 1e-6;

    private static final String RATE = "coalesce(\"" + Event.SAMPLE_RATE + "\", 1)";
    // not two aggregates with a FILTER each: that takes a sixth more
    private static final String SUMS = "sum(CASE WHEN selected THEN weight ELSE 0 END) AS s,"
            + " sum(CASE WHEN selected THEN 0 ELSE weight END) AS b";
    private final Sql selection;
    private final Sql baseline;
    private final Sql joined;
    private final Sql time;
    private final Terms selected;
    private final Terms terms;
    private final Dialect dialect;
    private final Session session;
    private boolean sampled;
    private long thinning = 1;
    private Weight all = new Weight(0, 0);

    /** @param columns those of the store */
    public Comparison(Query selection, Query baseline, List<Column> columns, Dialect dialect, Session session) {
        selected = new Terms(selection, columns, dialect, "selected");
        terms = new Terms(baseline, columns, dialect, "rest");
        this.selection = Conditions.of(selection, selected, dialect);
        this.baseline = Conditions.of(baseline, terms, dialect);
        this.dialect = dialect;
        this.session = session;
        joined = selected.joined().then(terms.joined());
        time = Conditions.time(
                earlier(selection.from(), baseline.from()), later(selection.to(), baseline.to()), dialect);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Whether it looks at other spans of a trace, which may be of another time. */
    public boolean wholeTraces() {
        return selected.wholeTraces() || terms.wholeTraces();
    }

    /** It asks several times: all should see the same events. */
    public Contrast answer(List<List<String>> sets) throws Exception {
        long baselineEvents = baselineEvents();
        sampled = baselineEvents > MOST_READ && dialect.sampledOneIn() > 1;
        thinning = 1 + baselineEvents / MOST_BASELINE / (sampled ? dialect.sampledOneIn() : 1);
        Map<Boolean, Side> sides = sides();
        Side selectedSide = sides.getOrDefault(true, new Side(0, 0, 0, 0));
        Side rest = sides.getOrDefault(false, new Side(0, 0, 0, 0));
        all = new Weight(selectedSide.weight(), rest.weight());
        List<List<String>> grouped =
                sets.stream().filter(set -> !set.isEmpty()).distinct().toList();
        boolean many = isManyInTheMap(grouped);
        Map<Boolean, List<List<String>>> scanned =
                grouped.stream().collect(Collectors.partitioningBy(set -> many && inTheMap(set)));
        Map<List<String>, Split> splits = new HashMap<>(entries(scanned.get(true)));
        splits.put(List.of(), split(List.of(), List.of(new Share(Map.of(), all))));
        for (List<List<String>> portion : portions(scanned.get(false))) {
            splits.putAll(groups(portion));
        }
        return new Contrast(selectedSide, rest, sets.stream().map(splits::get).toList(), standsFor());
    }

    /** What did not fit a typed column is not compared: durations are durations, whatever some event called one. */
    private Column column(String name) {
        return Typed.has(name) ? Typed.column(name) : terms.column(name);
    }

    private boolean isManyInTheMap(List<List<String>> sets) {
        return columns(sets).size() > MOST_COLUMNS
                || sets.stream().filter(this::inTheMap).count() > MOST_PICKED;
    }

    private boolean inTheMap(List<String> set) {
        return set.size() == 1 && !Typed.has(set.get(0)) && !dialect.own().contains(set.get(0));
    }

    private long baselineEvents() throws Exception {
        return ((Number) session.rows(dialect.counted(joined, baseline)).get(0)[0]).longValue();
    }

    /** The events of both sides as a table of these columns, {@code selected} and {@code weight}. */
    private Sql events(List<String> columns) {
        Sql all = Sql.of(
                String.join("", columns.stream().map(column -> column + ", ").toList()) + "CAST(" + RATE
                        + " AS DOUBLE) AS rate");
        Sql rest = thinning == 1 ? baseline : baseline.then(" AND " + unit() + " % " + thinning + " = 0");
        Sql events = sampled
                ? dialect.comparedSampled(all, time, selection, rest)
                : dialect.compared(all, joined, time, selection, rest);
        return Sql.of("(SELECT *, rate * CASE WHEN selected THEN 1 ELSE " + standsFor() + " END AS weight FROM (")
                .then(events)
                .then(") AS event)");
    }

    /** How many events of the baseline each one of them that is looked at stands for. */
    private long standsFor() {
        return thinning * (sampled ? dialect.sampledOneIn() : 1);
    }

    /** What of a unit has not decided yet whether it is in the sample. */
    private String unit() {
        String unit = dialect.phrase(Word.UNIT);
        return sampled ? dialect.phrase(Word.QUOTIENT, unit, String.valueOf(dialect.sampledOneIn())) : unit;
    }

    /**
     * Of groups those with the largest shares of either side.
     *
     * @param columns by which they are told apart, after the one that says what they are of
     * @param nothing whether one is of the events without a value, which takes no other's place
     * @param wordy whether there may be as many of them as of words only
     */
    private Sql foremost(Sql groups, String of, String columns, String nothing, String wordy) {
        Sql share = Sql.of("s / ? + b / ?", Math.max(all.selected(), 1), Math.max(all.baseline(), 1));
        return dialect.say(Word.FOREMOST, groups, Sql.of(of), share, Sql.of("" + MOST_VALUES), Sql.of(nothing))
                .then(" QUALIFY row_number() OVER (PARTITION BY " + of + ", " + nothing + " ORDER BY ")
                .then(share)
                .then(" DESC, " + columns + ") <= CASE WHEN " + wordy + " THEN " + MOST_WORDS + " ELSE " + MOST_VALUES
                        + " END");
    }

    private Map<Boolean, Side> sides() throws Exception {
        Sql sql = Sql.of("SELECT selected, count(*), sum(weight), sum(weight * weight), count(DISTINCT unit) FROM ")
                .then(events(List.of(dialect.phrase(Word.UNIT) + " AS unit")))
                .then(" GROUP BY selected");
        Map<Boolean, Side> sides = new HashMap<>();
        for (Object[] row : session.rows(sql)) {
            Side side = new Side(
                    ((Number) row[1]).longValue(), number(row[2]), number(row[3]), ((Number) row[4]).longValue());
            sides.put(truth(row[0]), side);
        }
        return sides;
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    private static boolean truth(Object value) {
        return value instanceof Number number ? number.intValue() != 0 : (Boolean) value;
    }

    private static List<List<List<String>>> portions(List<List<String>> sets) {
        List<List<List<String>>> portions = new ArrayList<>();
        List<List<String>> portion = new ArrayList<>();
        for (List<String> set : sets) {
            portion.add(set);
            if (columns(portion).size() > MOST_COLUMNS) {
                portion.remove(portion.size() - 1);
                portions.add(portion);
                portion = new ArrayList<>(List.of(set));
            }
        }
        if (!portion.isEmpty()) {
            portions.add(portion);
        }
        return portions;
    }

    private static List<String> columns(List<List<String>> sets) {
        return sets.stream().flatMap(List::stream).distinct().toList();
    }

    /** The splits by columns of the table or by few fields of the map, and by several columns together. */
    private Map<List<String>, Split> groups(List<List<String>> sets) throws Exception {
        List<Column> columns = columns(sets).stream().map(this::column).toList();
        Map<Long, List<Share>> shares = new HashMap<>();
        for (Object[] row : session.rows(groupsSql(columns, sets))) {
            shares.computeIfAbsent(((Number) row[0]).longValue(), first -> new ArrayList<>())
                    .add(share(row, columns));
        }
        return sets.stream()
                .collect(Collectors.toMap(
                        Function.identity(), set -> split(set, shares.getOrDefault(mask(set, columns), List.of()))));
    }

    private Sql groupsSql(List<Column> columns, List<List<String>> sets) {
        List<String> values = new ArrayList<>();
        List<String> steps = new ArrayList<>();
        Map<String, String> keys = new LinkedHashMap<>();
        for (Column column : columns) {
            String value = "v" + keys.size();
            String key = "c" + keys.size();
            keys.put(column.name(), key);
            values.add(value(column) + " AS " + value);
            steps.add(step(column, value) + " AS " + key);
        }
        String all = String.join(", ", keys.values());
        String nothing = String.join(" IS NULL AND ", keys.values()) + " IS NULL";
        String grouping = sets.stream()
                .map(set -> set.stream().map(keys::get).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        String wordy = sets.stream()
                .filter(set -> set.size() == 1 && !column(set.get(0)).number())
                .map(set -> " OR mask = " + mask(set, columns))
                .collect(Collectors.joining());
        Sql groups = Sql.of("SELECT " + dialect.phrase(Word.LEFT_OUT, all) + " AS mask, " + all + ", " + SUMS
                        + " FROM (SELECT " + String.join(", ", steps) + ", selected, weight FROM ")
                .then(events(values))
                .then(") AS stepped GROUP BY GROUPING SETS (" + grouping + ")");
        return foremost(groups, "mask", all, nothing, "FALSE" + wordy);
    }

    /** The columns that a grouping set leaves out, as GROUPING_ID tells them: the last column is the lowest bit. */
    private static long mask(List<String> set, List<Column> columns) {
        long mask = 0;
        for (Column column : columns) {
            mask = mask << 1 | (set.contains(column.name()) ? 0 : 1);
        }
        return mask;
    }

    private static Share share(Object[] row, List<Column> columns) {
        long mask = ((Number) row[0]).longValue();
        Map<String, Object> group = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean inTheSet = (mask >> columns.size() - 1 - i & 1) == 0;
            Object value = inTheSet ? row[i + 1] : null;
            if (value != null) {
                group.put(columns.get(i).name(), value(columns.get(i), value));
            }
        }
        return new Share(group, weight(row, columns.size() + 1));
    }

    private static Weight weight(Object[] row, int first) {
        return new Weight(number(row[first]), number(row[first + 1]));
    }

    private static Object value(Column column, Object value) {
        return switch (column.type()) {
            case STRING, MIXED -> value.toString();
            case BOOLEAN -> value instanceof String text ? Boolean.valueOf(text) : truth(value);
            case FLOAT -> number(value);
            case INTEGER -> whole(number(value));
        };
    }

    private static Object whole(double step) {
        Long whole = (long) step;
        return whole == step ? (Object) whole : (Object) step;
    }

    /** The splits by many fields of the map. */
    private Map<List<String>, Split> entries(List<List<String>> sets) throws Exception {
        if (sets.isEmpty()) {
            return Map.of();
        }
        List<Column> columns = columns(sets).stream().map(this::column).toList();
        Map<String, List<Share>> shares = new HashMap<>();
        Map<String, Weight> having = new HashMap<>();
        for (Object[] row : session.rows(entriesSql(columns))) {
            Column column = column(row[0].toString());
            Object value = row[column.number() ? 2 : 1];
            shares.computeIfAbsent(column.name(), first -> new ArrayList<>())
                    .add(new Share(Map.of(column.name(), value(column, value)), weight(row, 3)));
            having.put(column.name(), weight(row, 5));
        }
        Map<List<String>, Split> splits = new HashMap<>();
        for (Column column : columns) {
            List<Share> told = shares.computeIfAbsent(column.name(), none -> new ArrayList<>());
            told.add(new Share(Map.of(), less(all, having.getOrDefault(column.name(), new Weight(0, 0)))));
            splits.put(List.of(column.name()), split(List.of(column.name()), told));
        }
        return splits;
    }

    private Sql entriesSql(List<Column> columns) {
        Sql wanted = Sql.join(
                ", ",
                columns.stream()
                        .map(column ->
                                Sql.of("(?, ?)", column.name(), column.type().name()))
                        .toList());
        String number = dialect.phrase(Word.READ, "entry.value");
        String kinds =
                "CASE WHEN type IN ('STRING', 'BOOLEAN', 'MIXED') THEN entry.value END AS words, CASE type WHEN 'INTEGER' THEN "
                        + wholeStep(number) + " WHEN 'FLOAT' THEN " + step(number) + " END AS number";
        Sql groups = Sql.of(
                        "SELECT *, sum(s) OVER (PARTITION BY name) AS all_s, sum(b) OVER (PARTITION BY name) AS all_b FROM"
                                + " (SELECT name, words, number, " + SUMS + " FROM (SELECT name, " + kinds
                                + ", selected, weight FROM (SELECT " + dialect.phrase(Word.UNNESTED, "entries")
                                + " AS entry, selected, weight FROM ")
                .then(events(List.of(dialect.phrase(Word.ENTRIES) + " AS entries")))
                .then(") AS told JOIN (VALUES ")
                .then(wanted)
                .then(") AS wanted (name, type) ON wanted.name = entry.key)"
                        + " WHERE words IS NOT NULL OR number IS NOT NULL GROUP BY ALL)");
        return foremost(groups, "name", "words, number", "FALSE", "words IS NOT NULL");
    }

    private static Weight less(Weight whole, Weight part) {
        return new Weight(
                Math.max(0, whole.selected() - part.selected()), Math.max(0, whole.baseline() - part.baseline()));
    }

    private Split split(List<String> set, List<Share> shares) {
        Comparator<Share> byShare =
                Comparator.comparingDouble(share -> -share.weight().selected() / Math.max(all.selected(), 1)
                        - share.weight().baseline() / Math.max(all.baseline(), 1));
        List<Share> told = shares.stream()
                .filter(share -> share.weight().selected() + share.weight().baseline() > NOTHING)
                .sorted(byShare.thenComparing(share -> share.group().toString()))
                .toList();
        double selected =
                told.stream().mapToDouble(share -> share.weight().selected()).sum();
        double rest =
                told.stream().mapToDouble(share -> share.weight().baseline()).sum();
        return new Split(set, told, less(all, new Weight(selected, rest)));
    }

    /** Of numbers as they are stepped, which name them several times: a field of the map is dear to look up. */
    private String value(Column column) {
        String value = dialect.column(column);
        return column.type() == Column.Type.INTEGER ? "CAST(" + value + " AS DOUBLE)" : value;
    }

    private static String step(Column column, String value) {
        return switch (column.type()) {
            case INTEGER -> wholeStep(value);
            case FLOAT -> step(value);
            default -> value;
        };
    }

    /** @param number a DOUBLE: the least whole number has no opposite */
    private static String wholeStep(String number) {
        return "CASE WHEN abs(" + number + ") <= 1000 THEN " + number + " ELSE " + step(number) + " END";
    }

    private static String step(String number) {
        return "CASE WHEN " + number + " <> 0 AND isFinite(" + number + ") THEN sign(" + number
                + ") * pow(2, floor(16 * log2(abs(" + number + "))) / 16) WHEN NOT isNaN(" + number + ") THEN " + number
                + " END";
    }
}
