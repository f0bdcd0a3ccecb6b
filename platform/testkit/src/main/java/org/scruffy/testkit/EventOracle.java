package org.scruffy.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Heatmap;
import org.scruffy.spi.telemetry.Query;

/** Answers queries by reading every event: slow, plain and right, for stores to be compared with. */
final class EventOracle {

    private record Place(long x, OptionalInt y) {}

    private EventOracle() {}

    static long matched(Query query, List<Event> events) {
        return matching(query, events).size();
    }

    private static List<Event> matching(Query query, List<Event> events) {
        return events.stream()
                .filter(event ->
                        !event.time().isBefore(query.from()) && event.time().isBefore(query.to()))
                .filter(event -> query.filters().stream().allMatch(filter -> meets(event, filter)))
                .toList();
    }

    private static boolean meets(Event event, Filter filter) {
        Object value = event.fields().get(filter.column());
        if (value == null) {
            return filter.op() == Filter.Op.DOES_NOT_EXIST || filter.op() == Filter.Op.NOT_EQUAL;
        }
        return switch (filter.op()) {
            case EXISTS -> true;
            case DOES_NOT_EXIST -> false;
            case CONTAINS -> value.toString().contains(operand(filter).toString());
            case EQUAL -> compared(value, operand(filter)) == 0;
            case NOT_EQUAL -> compared(value, operand(filter)) != 0;
            case GREATER -> compared(value, operand(filter)) > 0;
            case GREATER_OR_EQUAL -> compared(value, operand(filter)) >= 0;
            case LESS -> compared(value, operand(filter)) < 0;
            case LESS_OR_EQUAL -> compared(value, operand(filter)) <= 0;
        };
    }

    private static Object operand(Filter filter) {
        return filter.values().get(0);
    }

    private static int compared(Object value, Object operand) {
        if (value instanceof Number number && operand instanceof Number other) {
            return Double.compare(number.doubleValue(), other.doubleValue());
        }
        return value.toString().compareTo(operand.toString());
    }

    /** The first calculation's value of every group; null where the group has nothing to work on. */
    static Map<Map<String, Object>, Double> rows(Query query, List<Event> events) {
        Map<Map<String, Object>, List<Event>> groups = new HashMap<>();
        if (query.breakdowns().isEmpty()) {
            groups.put(Map.of(), new ArrayList<>());
        }
        for (Event event : matching(query, events)) {
            Map<String, Object> group = new LinkedHashMap<>(event.fields());
            group.keySet().retainAll(query.breakdowns());
            groups.computeIfAbsent(group, first -> new ArrayList<>()).add(event);
        }
        Map<Map<String, Object>, Double> rows = new HashMap<>();
        groups.forEach(
                (group, members) -> rows.put(group, value(query.calculations().get(0), members)));
        return rows;
    }

    private static Double value(Calculation calculation, List<Event> events) {
        if (calculation.op() == Calculation.Op.COUNT) {
            return (double) events.size();
        }
        double[] values = events.stream()
                .filter(event -> event.fields().containsKey(calculation.column()))
                .mapToDouble(event -> event.number(calculation.column()))
                .sorted()
                .toArray();
        if (values.length == 0) {
            return null;
        }
        return switch (calculation.op()) {
            case SUM -> Arrays.stream(values).sum();
            case AVG -> Arrays.stream(values).average().orElseThrow();
            case MIN -> values[0];
            case MAX -> values[values.length - 1];
            default -> quantile(values, calculation.op().quantile());
        };
    }

    private static double quantile(double[] sorted, double quantile) {
        double place = (sorted.length - 1) * quantile;
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }

    static List<Heatmap.Cell> cells(Query query, String column, List<Event> events) {
        Map<Place, Heatmap.Cell> cells = new HashMap<>();
        for (Event event : matching(query, events)) {
            if (event.fields().containsKey(column)) {
                double value = event.number(column);
                Place place = new Place(step(query, event), row(value));
                cells.merge(
                        place,
                        new Heatmap.Cell(place.x, place.y, 1, value, event.text("trace.trace_id")),
                        EventOracle::together);
            }
        }
        return List.copyOf(cells.values());
    }

    private static long step(Query query, Event event) {
        return Duration.between(query.from(), event.time()).toNanos()
                / query.granularity().toNanos();
    }

    /** By trying, not by a logarithm: the store's is the one to be checked. */
    private static OptionalInt row(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            return OptionalInt.empty();
        }
        int row = -1100 * 8;
        while (Math.pow(2, (row + 1) / 8.0) <= value) {
            row++;
        }
        return OptionalInt.of(row);
    }

    private static Heatmap.Cell together(Heatmap.Cell one, Heatmap.Cell other) {
        Heatmap.Cell larger = one.max() >= other.max() ? one : other;
        return new Heatmap.Cell(one.x(), one.y(), one.count() + other.count(), larger.max(), larger.trace());
    }
}
