package org.scruffy.spi.schedule;

import java.time.Duration;

/**
 * How long a {@link SpotFiller} may search. What is used up first ends it.
 *
 * @param seed of its random numbers
 * @param iterations steps of improvement after the first plan; 0 for the first plan alone
 * @param time of the wall clock for the improvement
 */
public record FillBudget(long seed, long iterations, Duration time) {

    private static final Duration NO_LIMIT = Duration.ofDays(365);

    public FillBudget {
        if (iterations < 0) {
            throw new IllegalArgumentException("A budget of " + iterations + " iterations, expected 0 or more");
        }
        if (time.isNegative()) {
            throw new IllegalArgumentException("A budget of " + time + ", expected 0 or more");
        }
    }

    /** So many steps, however long they take: can be repeated. */
    public static FillBudget ofIterations(long seed, long iterations) {
        return new FillBudget(seed, iterations, NO_LIMIT);
    }

    /** As many steps as there is time for. */
    public static FillBudget ofTime(long seed, Duration time) {
        return new FillBudget(seed, Long.MAX_VALUE, time);
    }
}
