package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Relation;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.spi.telemetry.Schema;

/** Questions about events, refused with a reason where they cannot be answered. */
@ApplicationScoped
public class Queries {

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int MOST_ROWS = 1_000;
    private static final int MOST_PARTS = 100;
    private static final int MOST_STEPS = 10_000;
    private static final int MOST_POINTS = 100_000;
    private static final int NEAR = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A run and its name. */
    public record Named(String id, Run run) {}

    private final Events events;
    private final Map<String, Run> running = new ConcurrentHashMap<>();

    protected Queries() {
        this(null);
    }

    @Inject
    public Queries(Events events) {
        this.events = events;
    }

    /** The answer; at most ten seconds are spent on it. */
    public Result ask(Query query) {
        return ask(query, new Run(PATIENCE));
    }

    /** A run that may take ten seconds, and the name it can be cancelled by while somebody waits for it on this node. */
    public Named start() {
        Named named = new Named(UUID.randomUUID().toString(), new Run(PATIENCE));
        running.put(named.id(), named.run());
        return named;
    }

    public void end(Named named) {
        running.remove(named.id());
    }

    /** Whether there was such a run. */
    public boolean cancel(String id) {
        Run run = running.get(id);
        if (run != null) {
            run.cancel();
        }
        return run != null;
    }

    /** Refuses a query that cannot be answered. */
    public void check(Query query) {
        check(query, events.columns());
    }

    /** The answer, unless the run is cancelled. */
    public Result ask(Query query, Run run) {
        check(query);
        try {
            return events.query(query, run);
        } catch (NoAnswer e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw new BadQuery("query", "refused: " + refusal.getMessage(), "one that the event store understands");
            }
            throw e;
        }
    }

    /**
     * What the groups of an answer came to that much earlier, in no order; where the answer has no groups, those that there were then.
     *
     * @param answer what {@link #ask} said to the query
     */
    public Result earlier(Query query, Result answer, Duration offset, Run run) {
        Query earlier = query.earlier(offset)
                .having(List.of())
                .orderedBy(List.of())
                .among(
                        query.breakdowns().isEmpty()
                                ? List.of()
                                : answer.rows().stream().map(Result.Row::group).toList());
        return ask(earlier, run);
    }

    static void check(Query query, List<Column> known) {
        checkSizes(query);
        Columns columns = new Columns(known);
        for (int i = 0; i < query.fields().size(); i++) {
            columns.define("calculated_fields[" + i + "]", query.fields().get(i));
        }
        for (int i = 0; i < query.calculations().size(); i++) {
            columns.check("calculations[" + i + "]", query.calculations().get(i));
        }
        for (int i = 0; i < query.filters().size(); i++) {
            columns.check("filters[" + i + "]", query.filters().get(i));
        }
        for (int i = 0; i < query.within().size(); i++) {
            columns.check("within[" + i + "]", query.within().get(i));
        }
        for (int i = 0; i < query.breakdowns().size(); i++) {
            columns.valued("breakdowns[" + i + "]", query.breakdowns().get(i));
        }
        checkLabels(query);
    }

    private static void checkSizes(Query query) {
        Duration range = Duration.between(query.from(), query.to());
        if (range.compareTo(LONGEST) > 0) {
            throw new BadQuery("to", range.toDays() + " days after from", "at most " + LONGEST.toDays() + " days");
        }
        if (query.limit() > MOST_ROWS) {
            throw new BadQuery("limit", query.limit(), "1 to " + MOST_ROWS);
        }
        long steps = range.dividedBy(query.granularity()) + 1;
        if (steps > MOST_STEPS) {
            throw new BadQuery(
                    "granularitySeconds",
                    query.granularity().toSeconds(),
                    "at most " + MOST_STEPS + " steps from from to to");
        }
        int groups = query.breakdowns().isEmpty() ? 1 : query.limit();
        if (query.parts().contains(Query.Part.SERIES) && steps * groups > MOST_POINTS) {
            throw new BadQuery(
                    "limit", query.limit(), "at most " + MOST_POINTS / steps + ": a series has " + steps + " steps");
        }
        few("calculated_fields", query.fields());
        few("calculations", query.calculations());
        few("filters", query.filters());
        few("breakdowns", query.breakdowns());
        few("havings", query.havings());
        few("orders", query.orders());
    }

    private static void checkLabels(Query query) {
        Set<String> labels = new HashSet<>();
        Set<String> heatmaps = new HashSet<>();
        for (int i = 0; i < query.calculations().size(); i++) {
            Calculation calculation = query.calculations().get(i);
            boolean again = query.calculations().indexOf(calculation) < i;
            Set<String> taken = calculation.op() == Calculation.Op.HEATMAP ? heatmaps : labels;
            if (!again && !taken.add(calculation.label())) {
                throw new BadQuery(
                        "calculations[" + i + "].name", "'" + calculation.label() + "' again", "a name of its own");
            }
        }
        for (int i = 0; i < query.havings().size(); i++) {
            one("havings[" + i + "]", query.havings().get(i).calculation(), labels);
        }
        labels.addAll(query.breakdowns());
        for (int i = 0; i < query.orders().size(); i++) {
            one("orders[" + i + "]", query.orders().get(i).by(), labels);
        }
    }

    private static void one(String field, String name, Set<String> names) {
        if (!names.contains(name)) {
            throw new BadQuery(
                    field,
                    "'" + name + "'",
                    names.isEmpty()
                            ? "none: the query works nothing out"
                            : "one of: " + names.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    private static void few(String field, List<?> parts) {
        if (parts.size() > MOST_PARTS) {
            throw new BadQuery(field, parts.size() + " of them", "at most " + MOST_PARTS);
        }
    }

    private static final class Columns {

        private final Schema schema;
        private final Map<String, Column.Type> defined = new HashMap<>();
        private final Set<String> names;

        Columns(List<Column> known) {
            schema = new Schema(known);
            names = known.stream().map(Column::name).collect(Collectors.toSet());
        }

        void define(String field, CalculatedField made) {
            if (defined.containsKey(made.name())) {
                throw new BadQuery(field + ".name", "'" + made.name() + "' again", "a name of its own");
            }
            try {
                defined.put(made.name(), made.expression().type(schema));
            } catch (IllegalArgumentException e) {
                throw new BadQuery(
                        field + ".expression", ExpressionText.of(made.expression()), "another: " + e.getMessage());
            }
        }

        Column.Type find(String field, String name) {
            Optional<Column.Type> type = Optional.ofNullable(defined.get(name)).or(() -> schema.type(name));
            return type.orElseThrow(() -> new BadQuery(field, "'" + name + "'", near(name)));
        }

        /** Of a column whose values are wanted. */
        Column.Type valued(String field, String name) {
            Column.Type type = find(field, name);
            if (!defined.containsKey(name) && schema.relation(name).equals(Optional.of(Relation.NONE))) {
                throw new BadQuery(
                        field, "'" + name + "'", "another: what no span has can be asked for in filters only");
            }
            return type;
        }

        private String near(String name) {
            List<String> near = names.stream()
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
            few(field + ".filters", calculation.filters());
            for (int i = 0; i < calculation.filters().size(); i++) {
                check(field + ".filters[" + i + "]", calculation.filters().get(i));
            }
            if (calculation.column().isEmpty()) {
                return;
            }
            Column.Type type = valued(field + ".column", calculation.column());
            if (!type.hasNumbers() && calculation.op() != Calculation.Op.COUNT_DISTINCT) {
                throw new BadQuery(
                        field + ".column",
                        "'" + calculation.column() + "', whose values are " + type,
                        "a column of numbers for " + calculation.op()
                                + ", or a calculated field such as FLOAT($" + calculation.column()
                                + "), which reads numbers where its words are some");
            }
        }

        void check(String field, Filter filter) {
            Column.Type type = find(field + ".column", filter.column());
            if (filter.suits(type)) {
                return;
            }
            if (filter.op().ofText()) {
                throw new BadQuery(
                        field + ".op",
                        "'" + filter.op().sign() + "'",
                        "no comparison of letters, as " + filter.column() + " is a number that need not be whole");
            }
            throw new BadQuery(
                    field + ".value",
                    filter.values().stream().map(value -> "'" + value + "'").collect(Collectors.joining(", ")),
                    type.number()
                            ? "a number, as " + filter.column() + " is"
                            : "true or false, as " + filter.column() + " is");
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
