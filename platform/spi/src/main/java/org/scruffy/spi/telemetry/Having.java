package org.scruffy.spi.telemetry;

/**
 * A condition on a group: on what a calculation came to. A group for which it came to nothing does not meet it.
 *
 * @param calculation the {@link Calculation#label} of one of the query's calculations that is no heatmap
 * @param op one that {@link Filter.Op#compares}
 */
public record Having(String calculation, Filter.Op op, double value) {

    public Having {
        if (!op.compares()) {
            throw new IllegalArgumentException(
                    "Having " + calculation + " " + op.sign() + ", expected one of =, !=, >, >=, <, <=");
        }
    }
}
