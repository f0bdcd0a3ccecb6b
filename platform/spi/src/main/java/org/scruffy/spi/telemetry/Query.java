package org.scruffy.spi.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A question about events. Built from {@link #between}: what a later version of the SPI can ask in addition has a default there.
 *
 * @param from the first moment
 * @param to the moment after the last
 * @param fields columns that the query makes for itself, each name once
 * @param calculations what to work out
 * @param filters which events take part; without any, all
 * @param combination how the filters are put together
 * @param within all of which an event must meet besides: what the query is about, or what whoever asks may see
 * @param breakdowns the columns whose values make the groups; an event without the column belongs to the group without the value
 * @param havings all of which a group must meet
 * @param orders what the groups are put in order by; then by the first calculation that is no heatmap, largest first, where no
 *     order is given; then by the breakdowns
 * @param granularity the width of a heatmap's cell and of a series' step, counted from the first moment on
 * @param limit how many groups at most
 * @param parts what is wanted beside the groups
 * @param among only these groups, each with its value of each breakdown as {@link Result.Row#group} has it; without any, all
 */
public record Query(
        Instant from,
        Instant to,
        List<CalculatedField> fields,
        List<Calculation> calculations,
        List<Filter> filters,
        Filter.Combination combination,
        List<Filter> within,
        List<String> breakdowns,
        List<Having> havings,
        List<Order> orders,
        Duration granularity,
        int limit,
        Set<Part> parts,
        List<Map<String, Object>> among) {

    /** What an answer may have beside its groups. */
    public enum Part {
        /** The groups step by step. */
        SERIES,
        /** All events that match, as if they were one group. */
        TOTAL,
        /** All events that match and are in none of the groups given, as if they were one group. */
        OTHER
    }

    public Query {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("Query from " + from + " to " + to + " spans no time");
        }
        if (granularity.isNegative() || granularity.isZero() || limit < 1) {
            throw new IllegalArgumentException(
                    "Query has granularity " + granularity + " and limit " + limit + ", expected more than nothing");
        }
        fields = List.copyOf(fields);
        calculations = List.copyOf(calculations);
        filters = List.copyOf(filters);
        within = List.copyOf(within);
        breakdowns = List.copyOf(breakdowns);
        havings = List.copyOf(havings);
        orders = List.copyOf(orders);
        parts = Set.copyOf(parts);
        among = List.copyOf(among);
    }

    /** How many events there were. */
    public static Query between(Instant from, Instant to) {
        return new Query(
                from,
                to,
                List.of(),
                List.of(Calculation.COUNT),
                List.of(),
                Filter.Combination.AND,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Duration.ofSeconds(30),
                100,
                Set.of(),
                List.of());
    }

    /** With columns of its own. */
    public Query defining(List<CalculatedField> fields) {
        return with(draft -> draft.fields = fields);
    }

    public Query calculating(List<Calculation> calculations) {
        return with(draft -> draft.calculations = calculations);
    }

    public Query where(List<Filter> filters) {
        return where(filters, Filter.Combination.AND);
    }

    public Query where(List<Filter> filters, Filter.Combination combination) {
        return with(draft -> {
            draft.filters = filters;
            draft.combination = combination;
        });
    }

    public Query within(List<Filter> within) {
        return with(draft -> draft.within = within);
    }

    public Query by(List<String> breakdowns) {
        return with(draft -> draft.breakdowns = breakdowns);
    }

    public Query having(List<Having> havings) {
        return with(draft -> draft.havings = havings);
    }

    public Query orderedBy(List<Order> orders) {
        return with(draft -> draft.orders = orders);
    }

    public Query every(Duration granularity) {
        return with(draft -> draft.granularity = granularity);
    }

    public Query first(int limit) {
        return with(draft -> draft.limit = limit);
    }

    public Query with(Set<Part> parts) {
        return with(draft -> draft.parts = parts);
    }

    public Query among(List<Map<String, Object>> among) {
        return with(draft -> draft.among = among);
    }

    /** The same of a time that lies earlier. */
    public Query earlier(Duration offset) {
        return with(draft -> {
            draft.from = from.minus(offset);
            draft.to = to.minus(offset);
        });
    }

    private Query with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.query();
    }

    /** A query to be changed. */
    private static final class Draft {

        private Instant from;
        private Instant to;
        private List<CalculatedField> fields;
        private List<Calculation> calculations;
        private List<Filter> filters;
        private Filter.Combination combination;
        private List<Filter> within;
        private List<String> breakdowns;
        private List<Having> havings;
        private List<Order> orders;
        private Duration granularity;
        private int limit;
        private Set<Part> parts;
        private List<Map<String, Object>> among;

        Draft(Query query) {
            from = query.from;
            to = query.to;
            fields = query.fields;
            calculations = query.calculations;
            filters = query.filters;
            combination = query.combination;
            within = query.within;
            breakdowns = query.breakdowns;
            havings = query.havings;
            orders = query.orders;
            granularity = query.granularity;
            limit = query.limit;
            parts = query.parts;
            among = query.among;
        }

        Query query() {
            return new Query(
                    from,
                    to,
                    fields,
                    calculations,
                    filters,
                    combination,
                    within,
                    breakdowns,
                    havings,
                    orders,
                    granularity,
                    limit,
                    parts,
                    among);
        }
    }
}
