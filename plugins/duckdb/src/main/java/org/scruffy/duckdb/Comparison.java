package org.scruffy.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
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
 * A selection beside its baseline: one scan with a grouping set for each typed column, and one over the entries of the map for
 * all columns in it. Of a large baseline whole traces are left out, by their hash.
 */
final class Comparison {

    private static final long MOST_BASELINE = 500_000;
    // of more, whole files need not be read for what is left out again
    private static final long MOST_READ = 2_000_000;
    private static final int MOST_WORDS = 100;
    private static final int MOST_VALUES = 2_500;
    private static final int MOST_COLUMNS = 60; // GROUPING_ID has a bit for each
    private static final double NOTHING = 1e-6;

    private static final String RATE = "coalesce(\"" + Event.SAMPLE_RATE + "\", 1)";
    private static final String SUMS =
            "coalesce(sum(weight) FILTER (selected), 0) AS s, coalesce(sum(weight) FILTER (NOT selected), 0) AS b";
    private static final String PLACE = " QUALIFY row_number() OVER (PARTITION BY %s ORDER BY s / ? + b / ? DESC, %s)"
            + " <= CASE WHEN %s THEN " + MOST_WORDS + " ELSE " + MOST_VALUES + " END";

    private final Conditions selection;
    private final Conditions baseline;
    private final Catalogue catalogue;
    private final Deadline deadline;
    private final Connection connection;
    private boolean sampled;
    private long thinning = 1;
    private Weight all = new Weight(0, 0);

    Comparison(Query selection, Query baseline, Catalogue catalogue, Deadline deadline, Connection connection) {
        this.selection = new Conditions(selection, catalogue);
        this.baseline = new Conditions(baseline, catalogue);
        this.catalogue = catalogue;
        this.deadline = deadline;
        this.connection = connection;
    }

    boolean wholeTraces() {
        return selection.wholeTraces() || baseline.wholeTraces();
    }

    Contrast answer(List<List<String>> sets) throws SQLException {
        long baselineEvents = baselineEvents();
        sampled = baselineEvents > MOST_READ;
        thinning = 1 + baselineEvents / MOST_BASELINE / (sampled ? Segments.SAMPLE : 1);
        Map<Boolean, Side> sides = sides();
        Side selected = sides.getOrDefault(true, new Side(0, 0, 0, 0));
        Side rest = sides.getOrDefault(false, new Side(0, 0, 0, 0));
        all = new Weight(selected.weight(), rest.weight());
        Map<Boolean, List<List<String>>> inTheMap =
                sets.stream().distinct().collect(Collectors.partitioningBy(Comparison::alone));
        Map<List<String>, Split> splits = new HashMap<>(entries(inTheMap.get(true)));
        for (List<List<String>> portion : portions(inTheMap.get(false))) {
            splits.putAll(groups(portion));
        }
        return new Contrast(
                selected,
                rest,
                sets.stream().map(splits::get).toList(),
                sampled ? thinning * Segments.SAMPLE : thinning);
    }

    private static boolean alone(List<String> set) {
        return set.size() == 1 && !Layout.typed(set.get(0));
    }

    private long baselineEvents() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM event WHERE " + baseline.sql())) {
            baseline.bind(statement, 1);
            try (ResultSet rows = deadline.query(statement)) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** The events of both sides as a table of these columns, {@code selected} and {@code weight}. */
    private String events(List<String> columns) {
        String listed = String.join(", ", columns);
        String isSelected = "coalesce(" + selection.sql() + ", false)";
        String weight = "CAST(" + RATE + " AS DOUBLE)";
        return sampled
                ? "(SELECT " + listed + ", true AS selected, " + weight + " AS weight FROM event WHERE " + isSelected
                        + " UNION ALL SELECT " + listed + ", false, " + weight
                        + " * ? FROM (SELECT * FROM sample AS event WHERE ("
                        + baseline.sql() + ") AND (" + Segments.UNIT + " // " + Segments.SAMPLE
                        + ") % ? = 0) AS event WHERE NOT "
                        + isSelected + ")"
                : "(SELECT " + listed + ", " + isSelected + " AS selected, " + weight
                        + " * CASE WHEN selected THEN 1 ELSE ? END AS weight FROM event WHERE (" + selection.sql()
                        + ") OR (("
                        + baseline.sql() + ") AND " + Segments.UNIT + " % ? = 0))";
    }

    /** Binds what {@link #events} left open and answers the next free parameter. */
    private int bind(PreparedStatement statement) throws SQLException {
        int next = selection.bind(statement, 1);
        statement.setLong(next++, sampled ? thinning * Segments.SAMPLE : thinning);
        next = sampled ? next : selection.bind(statement, next);
        next = baseline.bind(statement, next);
        statement.setLong(next++, thinning);
        return sampled ? selection.bind(statement, next) : next;
    }

    private int bindPlace(PreparedStatement statement, int first) throws SQLException {
        statement.setDouble(first, Math.max(all.selected(), 1));
        statement.setDouble(first + 1, Math.max(all.baseline(), 1));
        return first + 2;
    }

    private Map<Boolean, Side> sides() throws SQLException {
        String sql = "SELECT selected, count(*), sum(weight), sum(weight * weight), count(DISTINCT unit) FROM "
                + events(List.of(Segments.UNIT + " AS unit")) + " GROUP BY selected";
        Map<Boolean, Side> sides = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement);
            try (ResultSet rows = deadline.query(statement)) {
                while (rows.next()) {
                    Side side = new Side(rows.getLong(2), rows.getDouble(3), rows.getDouble(4), rows.getLong(5));
                    sides.put(rows.getBoolean(1), side);
                }
            }
        }
        return sides;
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

    /** The splits by typed columns, and by several columns together. */
    private Map<List<String>, Split> groups(List<List<String>> sets) throws SQLException {
        List<Column> columns = columns(sets).stream().map(catalogue::column).toList();
        Map<Long, List<Share>> shares = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(groupsSql(columns, sets))) {
            bindPlace(statement, bind(statement));
            try (ResultSet rows = deadline.query(statement)) {
                while (rows.next()) {
                    long mask = rows.getLong("mask");
                    shares.computeIfAbsent(mask, first -> new ArrayList<>()).add(share(rows, columns, mask));
                }
            }
        }
        return sets.stream()
                .collect(Collectors.toMap(
                        Function.identity(), set -> split(set, shares.getOrDefault(mask(set, columns), List.of()))));
    }

    private String groupsSql(List<Column> columns, List<List<String>> sets) {
        List<String> steps = new ArrayList<>();
        Map<String, String> keys = new LinkedHashMap<>();
        for (Column column : columns) {
            String key = "c" + keys.size();
            keys.put(column.name(), key);
            steps.add(step(column) + " AS " + key);
        }
        String all = String.join(", ", keys.values());
        String grouping = sets.stream()
                .map(set -> set.stream().map(keys::get).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        String wordy = sets.stream()
                .filter(set -> set.size() == 1 && !catalogue.column(set.get(0)).number())
                .map(set -> " OR mask = " + mask(set, columns))
                .collect(Collectors.joining());
        return "SELECT * FROM (SELECT GROUPING_ID(" + all + ") AS mask, " + all + ", " + SUMS + " FROM "
                + events(steps) + " GROUP BY GROUPING SETS (" + grouping + "))"
                + PLACE.formatted("mask", all, "false" + wordy);
    }

    /** The columns that a grouping set leaves out, as GROUPING_ID tells them: the last column is the lowest bit. */
    private static long mask(List<String> set, List<Column> columns) {
        long mask = 0;
        for (Column column : columns) {
            mask = mask << 1 | (set.contains(column.name()) ? 0 : 1);
        }
        return mask;
    }

    private static Share share(ResultSet rows, List<Column> columns, long mask) throws SQLException {
        Map<String, Object> group = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            boolean inTheSet = (mask >> columns.size() - 1 - i & 1) == 0;
            Object value = inTheSet ? rows.getObject("c" + i) : null;
            if (value != null) {
                group.put(columns.get(i).name(), value(columns.get(i), value));
            }
        }
        return new Share(group, weight(rows));
    }

    private static Weight weight(ResultSet rows) throws SQLException {
        return new Weight(rows.getDouble("s"), rows.getDouble("b"));
    }

    private static Object value(Column column, Object value) {
        return switch (column.type()) {
            case STRING -> value.toString();
            case BOOLEAN -> Boolean.valueOf(value.toString());
            case FLOAT -> ((Number) value).doubleValue();
            case INTEGER -> whole(((Number) value).doubleValue());
        };
    }

    private static Object whole(double step) {
        Long whole = (long) step;
        return whole == step ? (Object) whole : (Object) step;
    }

    /** The splits by columns that live in the map. */
    private Map<List<String>, Split> entries(List<List<String>> sets) throws SQLException {
        if (sets.isEmpty()) {
            return Map.of();
        }
        List<Column> columns = columns(sets).stream().map(catalogue::column).toList();
        Map<String, List<Share>> shares = new HashMap<>();
        Map<String, Weight> having = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(entriesSql(columns.size()))) {
            int next = bind(statement);
            for (Column column : columns) {
                statement.setString(next++, column.name());
                statement.setString(next++, column.type().name());
            }
            bindPlace(statement, next);
            try (ResultSet rows = deadline.query(statement)) {
                while (rows.next()) {
                    Column column = catalogue.column(rows.getString("name"));
                    Object value = rows.getObject(column.number() ? "number" : "words");
                    shares.computeIfAbsent(column.name(), first -> new ArrayList<>())
                            .add(new Share(Map.of(column.name(), value(column, value)), weight(rows)));
                    having.put(column.name(), new Weight(rows.getDouble("all_s"), rows.getDouble("all_b")));
                }
            }
        }
        Map<List<String>, Split> splits = new HashMap<>();
        for (Column column : columns) {
            List<Share> told = shares.computeIfAbsent(column.name(), none -> new ArrayList<>());
            told.add(new Share(Map.of(), less(all, having.getOrDefault(column.name(), new Weight(0, 0)))));
            splits.put(List.of(column.name()), split(List.of(column.name()), told));
        }
        return splits;
    }

    private String entriesSql(int columns) {
        String wanted =
                "(VALUES " + String.join(", ", Collections.nCopies(columns, "(?, ?)")) + ") AS wanted (name, type)";
        String number = "try_cast(entry.value AS DOUBLE)";
        String kinds =
                "CASE WHEN type IN ('STRING', 'BOOLEAN') THEN entry.value END AS words, CASE type WHEN 'INTEGER' THEN "
                        + wholeStep(number) + " WHEN 'FLOAT' THEN " + step(number) + " END AS number";
        return "SELECT *, sum(s) OVER (PARTITION BY name) AS all_s, sum(b) OVER (PARTITION BY name) AS all_b FROM"
                + " (SELECT name, words, number, " + SUMS + " FROM (SELECT name, " + kinds
                + ", selected, weight FROM (SELECT unnest(entries) AS entry, selected, weight FROM "
                + events(List.of("map_entries(attrs) AS entries")) + ") JOIN " + wanted
                + " ON wanted.name = entry.key) WHERE words IS NOT NULL OR number IS NOT NULL GROUP BY ALL)"
                + PLACE.formatted("name", "words, number", "words IS NOT NULL");
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

    private static String step(Column column) {
        String value = Layout.expression(column);
        return switch (column.type()) {
            case INTEGER -> wholeStep(value);
            case FLOAT -> step(value);
            default -> value;
        };
    }

    private static String wholeStep(String number) {
        return "CASE WHEN abs(" + number + ") <= 1000 THEN CAST(" + number + " AS DOUBLE) ELSE "
                + step("CAST(" + number + " AS DOUBLE)") + " END";
    }

    private static String step(String number) {
        return "CASE WHEN isnan(" + number + ") THEN NULL WHEN " + number + " = 0 OR isinf(" + number + ") THEN "
                + number + " ELSE sign(" + number + ") * pow(2, floor(16 * log2(abs(" + number + "))) / 16) END";
    }
}
