package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;

/** Questions about events, refused with a reason where they cannot be answered. */
@ApplicationScoped
public class Queries {

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int MOST_ROWS = 1_000;
    private static final int MOST_PARTS = 100;
    private static final int MOST_STEPS = 10_000;
    private static final int NEAR = 3;

    private final Events events;

    protected Queries() {
        this(null);
    }

    @Inject
    public Queries(Events events) {
        this.events = events;
    }

    /** The answer; at most ten seconds are spent on it. */
    public Result ask(Query query) {
        check(query, events.columns());
        return events.query(query);
    }

    static void check(Query query, List<Column> known) {
        Duration range = Duration.between(query.from(), query.to());
        if (range.compareTo(LONGEST) > 0) {
            throw new BadQuery("to", range.toDays() + " days after from", "at most " + LONGEST.toDays() + " days");
        }
        if (query.limit() > MOST_ROWS) {
            throw new BadQuery("limit", query.limit(), "1 to " + MOST_ROWS);
        }
        if (range.dividedBy(query.granularity()) > MOST_STEPS) {
            throw new BadQuery(
                    "granularitySeconds",
                    query.granularity().toSeconds(),
                    "at most " + MOST_STEPS + " steps from from to to");
        }
        Columns columns = new Columns(known);
        few("calculations", query.calculations());
        few("filters", query.filters());
        few("breakdowns", query.breakdowns());
        for (int i = 0; i < query.calculations().size(); i++) {
            columns.check("calculations[" + i + "].column", query.calculations().get(i));
        }
        for (int i = 0; i < query.filters().size(); i++) {
            columns.check("filters[" + i + "]", query.filters().get(i));
        }
        for (int i = 0; i < query.breakdowns().size(); i++) {
            columns.find("breakdowns[" + i + "]", query.breakdowns().get(i));
        }
    }

    private static void few(String field, List<?> parts) {
        if (parts.size() > MOST_PARTS) {
            throw new BadQuery(field, parts.size() + " of them", "at most " + MOST_PARTS);
        }
    }

    private static final class Columns {

        private final Map<String, Column> byName;

        Columns(List<Column> known) {
            byName = known.stream().collect(Collectors.toMap(Column::name, Function.identity()));
        }

        Column find(String field, String name) {
            Column column = byName.get(name);
            if (column == null) {
                throw new BadQuery(field, "'" + name + "'", near(name));
            }
            return column;
        }

        private String near(String name) {
            List<String> near = byName.keySet().stream()
                    .filter(known -> alike(known, name))
                    .sorted(Comparator.<String>comparingInt(known -> distance(known, name))
                            .thenComparing(Function.identity()))
                    .limit(NEAR)
                    .toList();
            return near.isEmpty() ? "a column that some event has" : "perhaps " + String.join(", ", near);
        }

        private static boolean alike(String known, String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return distance(known, lower) <= NEAR
                    || (lower.length() >= NEAR && known.toLowerCase(Locale.ROOT).contains(lower));
        }

        void check(String field, Calculation calculation) {
            if (calculation.column().isEmpty()) {
                return;
            }
            Column column = find(field, calculation.column());
            if (!column.number()) {
                throw new BadQuery(
                        field,
                        "'" + column.name() + "', whose values are " + column.type(),
                        "a column of numbers for " + calculation.op());
            }
        }

        void check(String field, Filter filter) {
            Column column = find(field + ".column", filter.column());
            for (Object value : filter.values()) {
                boolean suits = filter.op() == Filter.Op.CONTAINS
                        || column.type() == Column.Type.STRING
                        || (column.number() ? value instanceof Number : value instanceof Boolean);
                if (!suits) {
                    throw new BadQuery(
                            field + ".value",
                            "'" + value + "'",
                            column.number()
                                    ? "a number, as " + column.name() + " is"
                                    : "true or false, as " + column.name() + " is");
                }
            }
        }

        /** How many letters must be typed, deleted or replaced to make one of the other. */
        private static int distance(String one, String other) {
            int[] row = new int[other.length() + 1];
            for (int j = 0; j < row.length; j++) {
                row[j] = j;
            }
            for (int i = 1; i <= one.length(); i++) {
                int diagonal = row[0];
                row[0] = i;
                for (int j = 1; j < row.length; j++) {
                    int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                    diagonal = row[j];
                    row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
                }
            }
            return row[other.length()];
        }
    }
}
