package org.scruffy.spi.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A question about events. Built from {@link #between}: what a later version of the SPI can ask in addition has a default there.
 *
 * @param from the first moment
 * @param to the moment after the last
 * @param calculations what to work out; the groups come ordered by the first one that is no heatmap, largest first
 * @param filters all of which an event must meet
 * @param breakdowns the columns whose values make the groups
 * @param granularity the width of a heatmap's cell
 * @param limit how many groups at most
 */
public record Query(
        Instant from,
        Instant to,
        List<Calculation> calculations,
        List<Filter> filters,
        List<String> breakdowns,
        Duration granularity,
        int limit) {

    public Query {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("Query from " + from + " to " + to + " spans no time");
        }
        if (granularity.isNegative() || granularity.isZero() || limit < 1) {
            throw new IllegalArgumentException(
                    "Query has granularity " + granularity + " and limit " + limit + ", expected more than nothing");
        }
        calculations = List.copyOf(calculations);
        filters = List.copyOf(filters);
        breakdowns = List.copyOf(breakdowns);
    }

    /** How many events there were. */
    public static Query between(Instant from, Instant to) {
        return new Query(from, to, List.of(Calculation.COUNT), List.of(), List.of(), Duration.ofSeconds(30), 100);
    }

    public Query calculating(List<Calculation> calculations) {
        return new Query(from, to, calculations, filters, breakdowns, granularity, limit);
    }

    public Query where(List<Filter> filters) {
        return new Query(from, to, calculations, filters, breakdowns, granularity, limit);
    }

    public Query by(List<String> breakdowns) {
        return new Query(from, to, calculations, filters, breakdowns, granularity, limit);
    }

    public Query every(Duration granularity) {
        return new Query(from, to, calculations, filters, breakdowns, granularity, limit);
    }

    public Query first(int limit) {
        return new Query(from, to, calculations, filters, breakdowns, granularity, limit);
    }
}
