package org.scruffy.spi.schedule;

/**
 * A creative placed in a break.
 *
 * @param id as in {@link Timeslot#id}
 */
public record Spot(String id, Creative creative) {}
