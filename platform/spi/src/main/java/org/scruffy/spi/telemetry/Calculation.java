package org.scruffy.spi.telemetry;

import java.util.List;

/**
 * What a query works out of the events of a group. Events without the column take no part.
 *
 * <p>An event stands for {@link Event#SAMPLE_RATE} events, its weight w. COUNT, SUM, AVG, percentiles, HEATMAP, CONCURRENCY,
 * RATE_SUM and RATE_AVG are estimates of what all of them would have come to. Which values nobody kept cannot be known: MIN, MAX
 * and RATE_MAX are those of the events that are there, and COUNT_DISTINCT is the least it can have been.
 *
 * @param op how
 * @param column of which column; empty for COUNT and CONCURRENCY
 * @param name what it is called in the answer instead of {@code P99(duration_ms)}; empty for just that
 * @param filters which events of the group take part; without any, all
 * @param combination how these filters are put together
 * @param height of a HEATMAP whose rows are all of one height: how many values each holds; 0 for rows that grow
 */
public record Calculation(
        Op op, String column, String name, List<Filter> filters, Filter.Combination combination, double height) {

    public static final Calculation COUNT = new Calculation(Op.COUNT, "");

    /** Ways to work a number out of many. All but COUNT_DISTINCT want a column of numbers. */
    public enum Op {
        COUNT,
        /** How many different values, exactly. */
        COUNT_DISTINCT,
        SUM,
        AVG,
        MIN,
        MAX,
        /** Percentiles are exact, and halfway values are interpolated; an event of weight w counts like w equal ones. */
        P001(0.001),
        P01(0.01),
        P05(0.05),
        P10(0.1),
        P20(0.2),
        P25(0.25),
        P50(0.5),
        P75(0.75),
        P80(0.8),
        P90(0.9),
        P95(0.95),
        P99(0.99),
        P999(0.999),
        /** A {@link Heatmap}: of all events that match, not of each group. */
        HEATMAP,
        /**
         * How many spans ran at a time: the share of the time, or of a step of a series, that each covers, summed up. A span runs
         * {@code duration_ms} from its event's time on, within the query's time; without a length of at least a nanosecond it takes no part.
         */
        CONCURRENCY,
        /**
         * How much the AVG changes from one step of the query's granularity to the next, for counters that only grow. In a series the
         * difference to the step before that has a value; in a row their mean. Where steps are missing, the difference is spread over them.
         */
        RATE_AVG,
        RATE_SUM,
        RATE_MAX;

        private final double quantile;

        Op() {
            this(0);
        }

        Op(double quantile) {
            this.quantile = quantile;
        }

        /** 0.99 for P99, 0 for what is no percentile. */
        public double quantile() {
            return quantile;
        }

        public boolean takesColumn() {
            return this != COUNT && this != CONCURRENCY;
        }

        /** Whether sample rates weigh in; otherwise there is no error to be known once anything was sampled. */
        public boolean estimates() {
            return this != COUNT_DISTINCT && this != MIN && this != MAX && this != RATE_MAX;
        }
    }

    public Calculation {
        if (column.isEmpty() == op.takesColumn()) {
            throw new IllegalArgumentException(
                    op + (column.isEmpty() ? " needs a column" : " takes no column, found " + column));
        }
        if (height != 0 && (op != Op.HEATMAP || !(height > 0) || !Double.isFinite(height))) {
            throw new IllegalArgumentException(op + " with rows of height " + height);
        }
        filters = List.copyOf(filters);
    }

    public Calculation(Op op, String column) {
        this(op, column, "", List.of(), Filter.Combination.AND, 0);
    }

    public Calculation(Op op, String column, String name, List<Filter> filters, Filter.Combination combination) {
        this(op, column, name, filters, combination, 0);
    }

    /** A heatmap whose rows are all of one height. */
    public static Calculation heatmap(String column, double height) {
        return new Calculation(Op.HEATMAP, column, "", List.of(), Filter.Combination.AND, height);
    }

    /** The same of some of the events, under a name of its own. */
    public Calculation where(String name, Filter.Combination combination, List<Filter> filters) {
        return new Calculation(op, column, name, filters, combination, height);
    }

    /** What it is called in an answer: its name, or {@code COUNT}, {@code P99(duration_ms)}. */
    public String label() {
        if (!name.isEmpty()) {
            return name;
        }
        return column.isEmpty() ? op.name() : op + "(" + column + ")";
    }
}
