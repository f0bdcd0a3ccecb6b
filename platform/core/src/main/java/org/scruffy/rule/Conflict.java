package org.scruffy.rule;

import java.time.LocalDate;

/**
 * Something in the schedule that a rule does not allow.
 *
 * @param rule the type of the rule, for example {@code MAX_CREDIT_MS}
 * @param severity as the rule has it
 * @param feed its name
 * @param day of the feed, local, on which the break starts
 * @param breakId as in the week
 * @param spotId as in the week; empty where it is the break as a whole
 * @param message in words for people, with what was found and what was expected
 */
public record Conflict(
        String rule, Severity severity, String feed, LocalDate day, String breakId, String spotId, String message) {

    /** The same, which a reason overrides. */
    public Conflict warning() {
        return new Conflict(rule, Severity.WARN, feed, day, breakId, spotId, message);
    }
}
