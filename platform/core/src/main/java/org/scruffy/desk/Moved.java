package org.scruffy.desk;

/**
 * A spot that was moved, and where from.
 *
 * @param fromPosition its place in the break it left, from 1
 * @param toPosition its place in the break it is in now
 */
public record Moved(String spotId, String fromBreakId, int fromPosition, String toBreakId, int toPosition) {}
