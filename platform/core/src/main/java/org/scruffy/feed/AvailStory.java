package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of an avail, step by step.
 *
 * @param id of the avail, or {@code break-} and the id of a planned break that nobody decided about
 * @param at when it was signalled, or planned where it was not
 * @param length how long it was to be, zero where nobody said
 * @param breakId the schedule's break, empty where there is none
 * @param spots how many were planned
 * @param aired how many are in the as-run log
 * @param words why it went as it did, in a sentence
 * @param failed the first step that was missing, late, short or failed, empty where all went well
 * @param steps in the order they are expected
 */
public record AvailStory(
        String id,
        Instant at,
        Duration length,
        String breakId,
        Outcome outcome,
        int spots,
        int aired,
        String words,
        Optional<Step.Kind> failed,
        List<Step> steps) {

    /** What viewers saw of it. */
    public enum Outcome {
        /** It is to come. */
        COMING,
        /** It is on. */
        ON,
        /** All its spots, as they are. */
        AIRED,
        /** Some of them, or not whole. */
        PARTLY,
        /** The network's own break. */
        DARK
    }

    /**
     * A step that has to be taken for an avail to be filled.
     *
     * @param at when, empty where it was not taken
     * @param words what is known of it, for a traffic person
     * @param traceId of the trace that shows it, empty where there is none
     * @param manifest when the version of the playlist was published that shows it, empty where none does
     */
    public record Step(
            Kind kind, State state, Optional<Instant> at, String words, String traceId, Optional<Instant> manifest) {

        /** In the order they are expected. */
        public enum Kind {
            CUE,
            DECISION,
            CREATIVE,
            FREEZE,
            SPLICE,
            AS_RUN
        }

        /** How a step went. */
        public enum State {
            DONE,
            /** Taken, but too late for some of it. */
            LATE,
            /** Taken, but ended before its time. */
            SHORT,
            /** Could not be taken. */
            FAILED,
            /** Nobody took it. */
            MISSING,
            /** Not reached, because of a step before. */
            SKIPPED,
            /** Still to come. */
            COMING
        }

        boolean wrong() {
            return state == State.LATE || state == State.SHORT || state == State.FAILED || state == State.MISSING;
        }
    }
}
