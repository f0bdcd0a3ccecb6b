package org.scruffy.spi.telemetry;

/**
 * What the groups are put in order by. Groups without a value come last, whatever the direction.
 *
 * @param by the {@link Calculation#label} of one of the query's calculations that is no heatmap, or one of its breakdowns
 */
public record Order(String by, boolean descending) {}
