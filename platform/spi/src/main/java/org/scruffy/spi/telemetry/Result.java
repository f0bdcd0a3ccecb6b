package org.scruffy.spi.telemetry;

import java.util.List;
import java.util.Map;

/**
 * The answer to a {@link Query}.
 *
 * @param rows the groups; one without breakdowns
 * @param heatmaps one for each HEATMAP asked for
 * @param matched how many events met the filters
 */
public record Result(List<Row> rows, List<Heatmap> heatmaps, long matched) {

    /**
     * @param group the group's value of each breakdown; a breakdown the group's events do not have is not there
     * @param values each calculation's value by its {@link Calculation#label}; one without events to work on is not there
     */
    public record Row(Map<String, Object> group, Map<String, Number> values) {
        public Row {
            group = Map.copyOf(group);
            values = Map.copyOf(values);
        }
    }

    public Result {
        rows = List.copyOf(rows);
        heatmaps = List.copyOf(heatmaps);
    }
}
