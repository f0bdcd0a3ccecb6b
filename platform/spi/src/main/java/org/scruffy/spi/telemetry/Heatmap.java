package org.scruffy.spi.telemetry;

import java.util.List;
import java.util.OptionalInt;

/**
 * How many events had which value when, on a grid that never moves, so that heatmaps can be laid over each other.
 *
 * @param column whose values
 * @param cells those that have events, by x, then y
 */
public record Heatmap(String column, List<Cell> cells) {

    /** Row that holds whatever lies above it too, where rows are of one height. */
    public static final int HIGHEST = 1_000_000;

    /**
     * @param x how many granularity steps after the query's start
     * @param y row y holds the values from 2^(y/8) up to 2^((y+1)/8), or from y to y+1 times the {@link Calculation#height}, of which the
     *     last of all is row {@link #HIGHEST}; empty is the row of values not above 0 or infinite
     * @param count how many events: the sum of their weights
     * @param error the standard error of the count, as if each event had been kept for itself; 0 where nothing was sampled
     * @param max the largest value
     * @param trace the trace of the event with the largest value of those that have one, empty where none has
     */
    public record Cell(long x, OptionalInt y, long count, double error, double max, String trace) {}

    public Heatmap {
        cells = List.copyOf(cells);
    }
}
