package org.scruffy.asrun;

/** What became of a spot that was planned. */
public enum Outcome {
    AIRED("aired"),
    /** Started too late. */
    LATE("aired late"),
    /** Started too early. */
    EARLY("aired early"),
    /** Did not air whole, whenever it started. */
    SHORT("aired short"),
    /** Did not air, though something else of its break did. */
    MISSED("missed"),
    /** Did not air, nor did anything of its break; or its timeslot was cancelled. */
    PREEMPTED("pre-empted");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether viewers saw it. */
    public boolean aired() {
        return this != MISSED && this != PREEMPTED;
    }
}
