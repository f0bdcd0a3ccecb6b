package org.scruffy.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that fires, or fired.
 *
 * @param sourceId of the trigger or objective, which may be gone
 * @param name of it
 * @param station a call sign, {@code *} for everywhere
 * @param group the values of the group that fires, empty where there are no groups
 * @param value what it came to when it fired
 * @param words what is wrong, for people
 * @param ended empty while it fires
 * @param told who was told, or is to be
 */
public record Alert(
        String id,
        Source source,
        String sourceId,
        String name,
        String station,
        String group,
        double value,
        String words,
        Instant began,
        Optional<Instant> ended,
        List<Telling> told) {

    /** What alerts come of. */
    public enum Source {
        TRIGGER,
        SLO
    }

    /** What is told. */
    public enum What {
        FIRED,
        RECOVERED
    }

    /** How far it is with telling somebody. */
    public enum State {
        /** It is to be told at its time. */
        WAITING,
        SENT,
        /** It was over before it could be told. */
        DROPPED,
        /** It could not be told, and was given up. */
        FAILED
    }

    /**
     * Something that is told to somebody.
     *
     * @param at when it was, or is to be
     * @param problem why it could not be told the last time, empty where it could
     */
    public record Telling(String recipient, What what, State state, Instant at, int attempts, String problem) {}

    public Alert {
        told = List.copyOf(told);
    }
}
