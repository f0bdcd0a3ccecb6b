package org.scruffy.desk;

import java.time.Instant;

/**
 * One command as people read it.
 *
 * @param sequence grows with time; what a page of commands ends with is what the next starts after
 * @param undone whether it is taken back at the moment
 */
public record DoneCommand(String id, long sequence, Instant at, String actor, String label, boolean undone) {}
