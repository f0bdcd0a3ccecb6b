package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * Something in the schedule that a rule does not allow.
 *
 * @param severity {@code BLOCK} or {@code WARN}
 * @param day of the feed, local, on which the break starts
 * @param spot empty where it is the break as a whole
 */
public record ConflictDocument(
        String rule,
        String severity,
        String feed,
        String day,
        @JsonbProperty("break") String adBreak,
        String spot,
        String message) {

    @JsonbCreator
    public ConflictDocument {}
}
