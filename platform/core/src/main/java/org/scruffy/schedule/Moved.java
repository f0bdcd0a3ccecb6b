package org.scruffy.schedule;

/**
 * A spot that was moved, and where from.
 *
 * @param fromPosition its place in the break it left, from 1
 * @param toPosition its place in the break it is in now
 */
public record Moved(
        String callSign,
        String feed,
        String spotId,
        String fromBreakId,
        int fromPosition,
        String toBreakId,
        int toPosition) {}
