package org.scruffy.desk;

/**
 * Who edits.
 *
 * @param name of the user
 * @param admin whether they may unlock what others locked
 */
public record Editor(String name, boolean admin) {}
