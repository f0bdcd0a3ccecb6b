package org.scruffy.fill;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A fill that somebody asked for, as it is now.
 *
 * @param monday of the week
 * @param progress 0 to 1
 * @param leftOut spots that the best plan so far leaves out
 * @param preview what it would change, once it is ready; of one that was cancelled there is none
 * @param problem why it failed, empty where it did not
 */
public record Fill(
        String id,
        FillRequest request,
        LocalDate monday,
        String actor,
        Instant since,
        State state,
        double progress,
        int leftOut,
        Optional<FillPreview> preview,
        String problem) {

    /** What became of a fill. */
    public enum State {
        RUNNING,
        READY,
        APPLIED,
        CANCELLED,
        FAILED
    }
}
