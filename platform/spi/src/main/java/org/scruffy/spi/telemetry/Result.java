package org.scruffy.spi.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link Query}.
 *
 * @param rows the groups; one without breakdowns
 * @param total of all events that match, {@link Row#NOTHING} where it was not asked for
 * @param other of all events that match and are in none of the rows, {@link Row#NOTHING} where it was not asked for
 * @param series the rows step by step, by time; steps without a value are not there; empty where it was not asked for
 * @param heatmaps one for each HEATMAP asked for
 * @param matched how many events that are kept met the filters: each is one, whatever it stands for
 */
public record Result(List<Row> rows, Row total, Row other, List<Step> series, List<Heatmap> heatmaps, long matched) {

    /**
     * @param group the group's value of each breakdown; a breakdown the group's events do not have is not there
     * @param values each calculation's value by its {@link Calculation#label}; one without events to work on is not there
     * @param errors each value's standard error: 0 where nothing was sampled, otherwise that of clusters, for the events of a trace
     *     were kept together, and each event of no trace for itself. A count's is up to a fifth too large where rates differ within
     *     traces, and of many events a store may be a few percent off. Not there where it cannot be known, see
     *     {@link Calculation.Op#estimates}
     */
    public record Row(Map<String, Object> group, Map<String, Number> values, Map<String, Double> errors) {

        public static final Row NOTHING = new Row(Map.of(), Map.of(), Map.of());

        public Row {
            group = Map.copyOf(group);
            values = Map.copyOf(values);
            errors = Map.copyOf(errors);
        }
    }

    /** @param time when the step of the query's granularity begins */
    public record Step(Instant time, Row row) {}

    public Result {
        rows = List.copyOf(rows);
        series = List.copyOf(series);
        heatmaps = List.copyOf(heatmaps);
    }
}
