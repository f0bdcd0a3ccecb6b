package org.scruffy.telemetry;

import java.util.List;
import java.util.function.Predicate;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Filter.Combination;

/** Whether an event meets the filters of a query, without a store. Values of two kinds are compared as words. */
public record Match(List<Filter> filters, Combination combination) implements Predicate<Event> {

    public Match {
        filters = List.copyOf(filters);
    }

    @Override
    public boolean test(Event event) {
        if (filters.isEmpty()) {
            return true;
        }
        return combination == Combination.AND
                ? filters.stream().allMatch(filter -> meets(filter, event))
                : filters.stream().anyMatch(filter -> meets(filter, event));
    }

    private static boolean meets(Filter filter, Event event) {
        Object value = event.fields().get(filter.column());
        boolean affirmed = value != null && affirmed(filter, value);
        return affirmed != filter.op().denies();
    }

    private static boolean affirmed(Filter filter, Object value) {
        Filter.Op op = filter.op().affirmed();
        return switch (op) {
            case EXISTS -> true;
            case IN -> filter.values().stream().anyMatch(one -> compare(value, one) == 0);
            case STARTS_WITH -> value.toString().startsWith(words(filter));
            case ENDS_WITH -> value.toString().endsWith(words(filter));
            case CONTAINS -> value.toString().contains(words(filter));
            default -> ordered(op, compare(value, filter.values().get(0)));
        };
    }

    private static String words(Filter filter) {
        return filter.values().get(0).toString();
    }

    private static boolean ordered(Filter.Op op, int order) {
        return switch (op) {
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            default -> order == 0;
        };
    }

    private static int compare(Object one, Object other) {
        if (one instanceof Long whole && other instanceof Long otherWhole) {
            return whole.compareTo(otherWhole);
        }
        if (one instanceof Number number && other instanceof Number otherNumber) {
            return Double.compare(number.doubleValue(), otherNumber.doubleValue());
        }
        return codePoints(one.toString(), other.toString());
    }

    /** In the order of Unicode, which that of Java's characters is not beyond the first plane. */
    private static int codePoints(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        if (at == one.length() || at == other.length()) {
            return Integer.compare(one.length(), other.length());
        }
        return Integer.compare(one.codePointAt(at), other.codePointAt(at));
    }
}
