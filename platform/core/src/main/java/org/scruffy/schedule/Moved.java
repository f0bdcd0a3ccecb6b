package org.scruffy.schedule;

/**
 * A spot that was moved, and where from: what {@link Schedule#undo} needs.
 *
 * @param fromPosition its place in the break it left, from 1
 */
public record Moved(
        String callSign, String feed, String spotId, String fromBreakId, int fromPosition, String toBreakId) {}
