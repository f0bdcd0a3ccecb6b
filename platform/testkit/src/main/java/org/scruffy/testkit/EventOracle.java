package org.scruffy.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Calculation.Op;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Having;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Order;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Query.Part;
import org.scruffy.spi.telemetry.Relation;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Schema;
import org.scruffy.spi.telemetry.TraceColumn;

/** Answers queries by reading every event: slow, plain and right, for stores to be compared with. */
public final class EventOracle {

    private static final String MEASURED = "duration_ms";

    private final Map<String, Column.Type> types;
    private final Schema schema;
    private final Family family;
    private final List<Event> events;

    /** @param columns those of the store that is compared: an event has a column if its value is of the column's type */
    public EventOracle(List<Column> columns, List<Event> events) {
        this.types = columns.stream().collect(Collectors.toMap(Column::name, Column::type));
        schema = new Schema(columns);
        family = new Family(events);
        this.events = List.copyOf(events);
    }

    public Result answer(Query query) {
        return new Answering(query).answer();
    }

    /** A value as the column holds it, null where the event does not have it. */
    private Object value(Event event, String column) {
        Object value = event.fields().get(column);
        if (value == null) {
            return null;
        }
        return switch (Objects.requireNonNull(types.get(column), column)) {
            case STRING -> value.toString();
            case INTEGER -> value instanceof String words ? Long.valueOf(words) : value;
            case FLOAT -> Double.parseDouble(value.toString()) + 0.0;
            case BOOLEAN -> value instanceof String words ? Boolean.valueOf(words) : value;
            case MIXED -> new Mixed(column.equals(MEASURED) ? measured(value) : value.toString());
        };
    }

    /** It has been a number that need not be whole, where it is one. */
    private static String measured(Object value) {
        return value instanceof Double number && number == Math.rint(number) ? "" + number.longValue() : "" + value;
    }

    private static long weight(Event event) {
        String rate = event.text(Event.SAMPLE_RATE);
        return rate.matches("[0-9]+") ? Math.max(1, Math.min(Long.parseLong(rate), Integer.MAX_VALUE)) : 1;
    }

    /** What was kept or not as one: a trace, or an event of none. */
    private static Object unit(Event event) {
        String trace = event.text("trace.trace_id");
        return trace.isEmpty() ? new Object() : trace;
    }

    private static boolean affirms(Object value, Filter filter) {
        List<Object> operands = filter.values();
        if (value instanceof Mixed mixed && !filter.op().ofText() && !operands.isEmpty()) {
            return operands.stream().anyMatch(operand -> affirms(mixed, filter, operand));
        }
        return switch (filter.op().affirmed()) {
            case EXISTS -> true;
            case CONTAINS -> value.toString().contains(operands.get(0).toString());
            case STARTS_WITH -> value.toString().startsWith(operands.get(0).toString());
            case ENDS_WITH -> value.toString().endsWith(operands.get(0).toString());
            case IN ->
                operands.stream()
                        .anyMatch(operand ->
                                operands.stream().anyMatch(Double.class::isInstance) && value instanceof Number number
                                        ? number(number.doubleValue(), ((Number) operand).doubleValue()) == 0
                                        : compared(value, operand) == 0);
            case EQUAL -> compared(value, operands.get(0)) == 0;
            case GREATER -> compared(value, operands.get(0)) > 0;
            case GREATER_OR_EQUAL -> compared(value, operands.get(0)) >= 0;
            case LESS -> compared(value, operands.get(0)) < 0;
            case LESS_OR_EQUAL -> compared(value, operands.get(0)) <= 0;
            default -> throw new IllegalArgumentException(filter.toString());
        };
    }

    private static boolean affirms(Mixed mixed, Filter filter, Object operand) {
        Filter.Op op = filter.op().takesMany() ? Filter.Op.EQUAL : filter.op().affirmed();
        boolean digits = op == Filter.Op.EQUAL && operand instanceof Long whole && Math.abs(whole) > 1L << 53;
        if (digits) {
            return mixed.words().equals(operand.toString());
        }
        Object value = mixed.beside(operand);
        Object shown = operand instanceof Number number ? (Object) number.doubleValue() : operand.toString();
        return value != null && affirms(value, Filter.of(filter.column(), op, shown));
    }

    /** Never of different kinds. */
    static boolean equal(Object one, Object other) {
        if (one instanceof Mixed mixed) {
            return equal(mixed.beside(other), other instanceof Number ? other : words(other));
        }
        if (other instanceof Mixed) {
            return equal(other, one);
        }
        boolean alike = one != null
                && other != null
                && (one.getClass() == other.getClass() || one instanceof Number && other instanceof Number);
        return alike && compared(one, other) == 0;
    }

    private static Object words(Object value) {
        return value == null ? null : value.toString();
    }

    static int compared(Object value, Object operand) {
        if (value instanceof Long whole && operand instanceof Long other) {
            return Long.compare(whole, other);
        }
        if (value instanceof Number number && operand instanceof Number other) {
            return number(number.doubleValue(), other.doubleValue());
        }
        return letters(value.toString(), operand.toString());
    }

    private static int number(double one, double other) {
        return Double.compare(one + 0.0, other + 0.0);
    }

    /** In the order of Unicode, which is not that of Java. */
    private static int letters(String one, String other) {
        int[] ones = one.codePoints().toArray();
        int[] others = other.codePoints().toArray();
        return Arrays.compare(ones, others);
    }

    /** One query. */
    private final class Answering {

        private final Query query;
        private final List<Calculation> calculations;
        private final Map<String, Expression> fields;
        private final Set<String> breakdowns;
        private final List<Event> matching;
        private final boolean sampled;

        Answering(Query query) {
            this.query = query;
            calculations = query.calculations().stream()
                    .filter(calculation -> calculation.op() != Op.HEATMAP)
                    .distinct()
                    .toList();
            fields = query.fields().stream()
                    .collect(Collectors.toMap(CalculatedField::name, CalculatedField::expression));
            breakdowns = new LinkedHashSet<>(query.breakdowns());
            matching = events.stream()
                    .filter(event ->
                            !event.time().isBefore(query.from()) && event.time().isBefore(query.to()))
                    .filter(event -> meets(event, query.filters(), query.combination()))
                    .filter(event -> meets(event, query.within(), Filter.Combination.AND))
                    .toList();
            sampled = matching.stream().anyMatch(event -> weight(event) > 1);
        }

        Result answer() {
            List<Result.Row> rows = rows();
            Set<Map<String, Object>> given =
                    rows.stream().map(Result.Row::group).collect(Collectors.toSet());
            List<Event> others = matching.stream()
                    .filter(event -> !given.contains(group(event)))
                    .toList();
            return new Result(
                    rows,
                    query.parts().contains(Part.TOTAL) ? row(Map.of(), matching) : Result.Row.NOTHING,
                    query.parts().contains(Part.OTHER) ? row(Map.of(), others) : Result.Row.NOTHING,
                    query.parts().contains(Part.SERIES) && !calculations.isEmpty() ? series(rows) : List.of(),
                    query.calculations().stream()
                            .filter(calculation -> calculation.op() == Op.HEATMAP)
                            .map(this::heatmap)
                            .toList(),
                    matching.size());
        }

        /** A value as the query sees it, null where the event does not have it. */
        private Object value(Event event, String name) {
            Expression made = fields.get(name);
            return made == null
                    ? stored(event, name)
                    : new Evaluation(schema, event.time(), column -> stored(event, column)).value(made);
        }

        private Object stored(Event event, String name) {
            Optional<TraceColumn> whole = TraceColumn.of(name);
            if (whole.isPresent()) {
                return family.whole(event, whole.get());
            }
            Optional<Relation> relation = schema.relation(name);
            if (relation.isEmpty()) {
                return EventOracle.this.value(event, name);
            }
            List<Filter> asked =
                    query.combination() == Filter.Combination.AND ? asked(query.filters(), relation.get()) : List.of();
            return family.of(event, relation.get())
                    .filter(span -> asked.stream().allMatch(filter -> meetsItself(span, filter)))
                    .findFirst()
                    .map(span -> EventOracle.this.value(span, relation.get().column(name)))
                    .orElse(null);
        }

        private Optional<Relation> somewhere(Filter filter) {
            return fields.containsKey(filter.column())
                    ? Optional.empty()
                    : schema.relation(filter.column())
                            .filter(relation -> !Set.of(Relation.ROOT, Relation.PARENT, Relation.CHILD)
                                    .contains(relation));
        }

        private List<Filter> asked(List<Filter> filters, Relation relation) {
            return filters.stream()
                    .filter(filter -> somewhere(filter).equals(Optional.of(relation)))
                    .toList();
        }

        private boolean meets(Event event, List<Filter> filters, Filter.Combination combination) {
            if (filters.isEmpty()) {
                return true;
            }
            if (combination == Filter.Combination.OR) {
                return filters.stream().anyMatch(filter -> meets(event, List.of(filter), Filter.Combination.AND));
            }
            return filters.stream().allMatch(filter -> somewhere(filter).isPresent() || meets(event, filter))
                    && filters.stream()
                            .flatMap(filter -> somewhere(filter).stream())
                            .allMatch(relation -> exists(event, relation, asked(filters, relation)));
        }

        private boolean exists(Event event, Relation relation, List<Filter> asked) {
            return (relation == Relation.NONE)
                    != family.of(event, relation)
                            .anyMatch(span -> asked.stream().allMatch(filter -> meetsItself(span, filter)));
        }

        private boolean meets(Event event, Filter filter) {
            return meets(value(event, filter.column()), filter);
        }

        private boolean meetsItself(Event span, Filter filter) {
            String column = schema.relation(filter.column()).orElseThrow().column(filter.column());
            return meets(EventOracle.this.value(span, column), filter);
        }

        private static boolean meets(Object value, Filter filter) {
            return filter.op().denies() != (value != null && affirms(value, filter));
        }

        private Map<String, Object> group(Event event) {
            Map<String, Object> group = new HashMap<>();
            for (String breakdown : breakdowns) {
                Object value = value(event, breakdown);
                if (value != null) {
                    group.put(breakdown, value instanceof Mixed mixed ? mixed.words() : value);
                }
            }
            return group;
        }

        private List<Result.Row> rows() {
            if (calculations.isEmpty() && breakdowns.isEmpty()) {
                return List.of();
            }
            Map<Map<String, Object>, List<Event>> groups = new HashMap<>();
            if (breakdowns.isEmpty()) {
                groups.put(Map.of(), matching);
            } else {
                matching.forEach(event -> groups.computeIfAbsent(group(event), first -> new ArrayList<>())
                        .add(event));
            }
            if (!query.among().isEmpty()) {
                groups.keySet().retainAll(new HashSet<>(query.among()));
            }
            return groups.entrySet().stream()
                    .map(group -> row(group.getKey(), group.getValue()))
                    .filter(row -> query.havings().stream().allMatch(having -> stays(row, having)))
                    .sorted(order())
                    .limit(query.limit())
                    .toList();
        }

        private boolean stays(Result.Row row, Having having) {
            Number value = row.values().get(having.calculation());
            return value != null
                    && (having.op() == Filter.Op.NOT_EQUAL)
                            != affirms(value, Filter.of("", having.op().affirmed(), having.value()));
        }

        private Comparator<Result.Row> order() {
            List<Comparator<Result.Row>> orders = new ArrayList<>();
            for (Order order : query.orders()) {
                orders.add(by(
                        row -> breakdowns.contains(order.by())
                                ? row.group().get(order.by())
                                : row.values().get(order.by()),
                        order.descending()));
            }
            if (orders.isEmpty() && !calculations.isEmpty()) {
                orders.add(by(row -> row.values().get(calculations.get(0).label()), true));
            }
            breakdowns.forEach(breakdown -> orders.add(by(row -> row.group().get(breakdown), false)));
            return orders.stream().reduce(Comparator::thenComparing).orElse(Comparator.comparing(row -> 0));
        }

        private static Comparator<Result.Row> by(Function<Result.Row, Object> key, boolean descending) {
            Comparator<Object> order = EventOracle::compared;
            return Comparator.comparing(key, Comparator.nullsLast(descending ? order.reversed() : order));
        }

        private Result.Row row(Map<String, Object> group, List<Event> members) {
            Map<String, Number> values = new HashMap<>();
            Map<String, Double> errors = new HashMap<>();
            for (Calculation calculation : calculations) {
                Estimate estimate = estimate(calculation, members);
                if (estimate != null) {
                    values.put(calculation.label(), estimate.value);
                    if (!sampled || calculation.op().estimates()) {
                        errors.put(calculation.label(), sampled ? estimate.error : 0);
                    }
                }
            }
            return new Result.Row(group, values, errors);
        }

        private Estimate estimate(Calculation calculation, List<Event> members) {
            List<Event> taking = taking(calculation, members);
            return switch (calculation.op()) {
                case CONCURRENCY -> concurrency(taking, Family.nanos(query.from()), Family.nanos(query.to()));
                case RATE_AVG, RATE_SUM, RATE_MAX -> rate(calculation, taking);
                default -> Estimate.of(calculation.op(), sampled, samples(calculation, taking));
            };
        }

        private List<Event> taking(Calculation calculation, List<Event> members) {
            return members.stream()
                    .filter(event -> meets(event, calculation.filters(), calculation.combination()))
                    .filter(event -> taken(event, calculation) != null)
                    .toList();
        }

        /** What a calculation takes from an event, null where that has nothing for it. */
        private Object taken(Event event, Calculation calculation) {
            Object value = calculation.column().isEmpty() ? Long.valueOf(1) : value(event, calculation.column());
            return value instanceof Mixed mixed
                    ? calculation.op() == Op.COUNT_DISTINCT ? mixed.words() : mixed.number()
                    : value;
        }

        private List<Estimate.Sample> samples(Calculation calculation, List<Event> taking) {
            return taking.stream()
                    .map(event -> new Estimate.Sample(taken(event, calculation), weight(event), unit(event)))
                    .toList();
        }

        private Estimate concurrency(List<Event> members, long from, long to) {
            List<Estimate.Sample> shares = members.stream()
                    .filter(event -> Family.running(event) > 0)
                    .map(event -> new Estimate.Sample(
                            (double) Math.max(
                                            0,
                                            Math.min(Family.nanos(event.time()) + Family.running(event), to)
                                                    - Math.max(Family.nanos(event.time()), from))
                                    / (to - from),
                            weight(event),
                            unit(event)))
                    .toList();
            return Estimate.of(Op.SUM, sampled, shares);
        }

        private SortedMap<Long, Estimate> bySteps(Calculation calculation, List<Event> taking) {
            Map<Long, List<Event>> steps = taking.stream().collect(Collectors.groupingBy(this::step));
            SortedMap<Long, Estimate> values = new TreeMap<>();
            Op op = Op.valueOf(calculation.op().name().substring("RATE_".length()));
            steps.forEach((step, members) -> values.put(step, Estimate.of(op, sampled, samples(calculation, members))));
            return values;
        }

        private Estimate rate(Calculation calculation, List<Event> taking) {
            SortedMap<Long, Estimate> steps = bySteps(calculation, taking);
            if (steps.size() < 2) {
                return null;
            }
            long gap = steps.lastKey() - steps.firstKey();
            return steps.get(steps.lastKey()).minus(steps.get(steps.firstKey())).dividedBy(gap);
        }

        private List<Result.Step> series(List<Result.Row> rows) {
            List<Result.Step> series = new ArrayList<>();
            for (Result.Row row : rows) {
                List<Event> members = matching.stream()
                        .filter(event -> group(event).equals(row.group()))
                        .toList();
                for (long step = 0; !time(step).isAfter(query.to().minusNanos(1)); step++) {
                    step(row.group(), members, step).ifPresent(series::add);
                }
            }
            return series;
        }

        private Optional<Result.Step> step(Map<String, Object> group, List<Event> members, long step) {
            List<Event> within =
                    members.stream().filter(event -> step(event) == step).toList();
            Result.Row row = row(group, within);
            Map<String, Number> values = new HashMap<>(row.values());
            Map<String, Double> errors = new HashMap<>(row.errors());
            boolean running = false;
            for (Calculation calculation : calculations) {
                if (calculation.op() == Op.CONCURRENCY
                        || calculation.op().name().startsWith("RATE_")) {
                    Estimate estimate = ofStep(calculation, taking(calculation, members), step);
                    running |= estimate != null && calculation.op() == Op.CONCURRENCY;
                    values.remove(calculation.label());
                    errors.remove(calculation.label());
                    if (estimate != null) {
                        values.put(calculation.label(), estimate.value);
                        if (!sampled || calculation.op().estimates()) {
                            errors.put(calculation.label(), sampled ? estimate.error : 0);
                        }
                    }
                }
            }
            if (within.isEmpty() && !running) {
                return Optional.empty();
            }
            return Optional.of(new Result.Step(time(step), new Result.Row(group, values, errors)));
        }

        private Estimate ofStep(Calculation calculation, List<Event> taking, long step) {
            if (calculation.op() == Op.CONCURRENCY) {
                long begins = Family.nanos(time(step));
                long ends = Math.min(Family.nanos(time(step + 1)), Family.nanos(query.to()));
                List<Event> running = taking.stream()
                        .filter(event -> Family.nanos(event.time()) < ends
                                && Family.nanos(event.time()) + Family.running(event) > begins)
                        .toList();
                return concurrency(running, begins, ends);
            }
            SortedMap<Long, Estimate> steps = bySteps(calculation, taking);
            SortedMap<Long, Estimate> before = steps.headMap(step);
            if (before.isEmpty() || !steps.containsKey(step)) {
                return null;
            }
            return steps.get(step).minus(before.get(before.lastKey())).dividedBy(step - before.lastKey());
        }

        private Instant time(long step) {
            return query.from().plus(query.granularity().multipliedBy(step));
        }

        private long step(Event event) {
            return Duration.between(query.from(), event.time()).toNanos()
                    / query.granularity().toNanos();
        }

        private Heatmap heatmap(Calculation calculation) {
            record Place(long x, OptionalInt y) {}
            Map<Place, List<Event>> places = new LinkedHashMap<>();
            for (Event event : taking(calculation, matching)) {
                Place place = new Place(step(event), height(number(event, calculation), calculation.height()));
                places.computeIfAbsent(place, first -> new ArrayList<>()).add(event);
            }
            return new Heatmap(
                    calculation.column(),
                    places.entrySet().stream()
                            .map(place -> cell(place.getKey().x, place.getKey().y, calculation, place.getValue()))
                            .sorted(Comparator.comparing(Heatmap.Cell::x)
                                    .thenComparing(cell -> cell.y().orElse(Integer.MIN_VALUE)))
                            .toList());
        }

        private double number(Event event, Calculation calculation) {
            return ((Number) taken(event, calculation)).doubleValue();
        }

        private Heatmap.Cell cell(long x, OptionalInt y, Calculation calculation, List<Event> members) {
            long count = members.stream().mapToLong(EventOracle::weight).sum();
            double variance = members.stream()
                    .mapToDouble(event -> weight(event) * (weight(event) - 1.0))
                    .sum();
            double max = members.stream()
                    .mapToDouble(event -> number(event, calculation))
                    .reduce((one, other) -> Double.compare(one, other) > 0 ? one : other)
                    .orElseThrow();
            String trace = members.stream()
                    .filter(event -> !event.text("trace.trace_id").isEmpty())
                    .max(Comparator.comparingDouble(event -> number(event, calculation)))
                    .map(event -> event.text("trace.trace_id"))
                    .orElse("");
            return new Heatmap.Cell(x, y, count, Math.sqrt(variance), max, trace);
        }

        /** By trying, not by a logarithm: the store's is the one to be checked. */
        private static OptionalInt height(double value, double height) {
            if (!(value > 0) || Double.isInfinite(value)) {
                return OptionalInt.empty();
            }
            if (height > 0) {
                return OptionalInt.of((int) Math.min(Math.floor(value / height), Heatmap.HIGHEST));
            }
            int row = -1100 * 8;
            while (Math.pow(2, (row + 1) / 8.0) <= value) {
                row++;
            }
            return OptionalInt.of(row);
        }
    }
}
