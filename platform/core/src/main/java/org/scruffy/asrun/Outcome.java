package org.scruffy.asrun;

/** What became of a spot that was planned. */
public enum Outcome {
    AIRED,
    /** Started too late. */
    LATE,
    /** Started too early. */
    EARLY,
    /** Did not air whole, whenever it started. */
    SHORT,
    /** Did not air, though something else of its break did. */
    MISSED,
    /** Did not air, nor did anything of its break; or its timeslot was cancelled. */
    PREEMPTED;

    /** Whether viewers saw it. */
    public boolean aired() {
        return this != MISSED && this != PREEMPTED;
    }
}
