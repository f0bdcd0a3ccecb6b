package org.scruffy.spi.telemetry;

/**
 * What a query works out of the events of a group. Events without the column take no part.
 *
 * @param op how
 * @param column of which column of numbers; empty for COUNT
 */
public record Calculation(Op op, String column) {

    public static final Calculation COUNT = new Calculation(Op.COUNT, "");

    /** Ways to work a number out of many. */
    public enum Op {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX,
        /** Percentiles are exact, and halfway values are interpolated. */
        P50,
        P95,
        P99,
        /** A {@link Heatmap}: of all events that match, not of each group. */
        HEATMAP;

        /** 0.99 for P99, 0 for what is no percentile. */
        public double quantile() {
            return switch (this) {
                case P50 -> 0.50;
                case P95 -> 0.95;
                case P99 -> 0.99;
                default -> 0;
            };
        }
    }

    public Calculation {
        if (column.isEmpty() != (op == Op.COUNT)) {
            throw new IllegalArgumentException(
                    op + (column.isEmpty() ? " needs a column" : " takes no column, found " + column));
        }
    }

    /** What it is called in an answer: {@code COUNT}, {@code P99(duration_ms)}. */
    public String label() {
        return column.isEmpty() ? op.name() : op + "(" + column + ")";
    }
}
