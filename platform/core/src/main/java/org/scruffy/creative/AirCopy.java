package org.scruffy.creative;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.scruffy.spi.feed.Conditioned.Finding;

/**
 * The copy of a creative for the feeds of one ladder, made or in the making.
 *
 * @param feeds those of its station that have the ladder now; empty where none has any more
 * @param ladder in words
 * @param progress 0 to 1, while it is made
 * @param step what is being done, in words, while it is made
 * @param problem why it failed, empty else
 * @param folder below the media folder, empty until it is ready
 * @param lengthMs 0 until it is ready
 * @param loudnessBefore LKFS of the file; empty for silence
 * @param loudnessAfter LKFS of the copy
 * @param peak dBTP of the copy
 * @param source what the file was, in words
 * @param endedAt when it was ready, failed or was cancelled
 */
public record AirCopy(
        String adId,
        String title,
        List<String> feeds,
        String ladder,
        State state,
        double progress,
        String step,
        String problem,
        String folder,
        int lengthMs,
        OptionalDouble loudnessBefore,
        OptionalDouble loudnessAfter,
        OptionalDouble peak,
        String source,
        List<Finding> findings,
        Instant askedAt,
        Optional<Instant> endedAt) {

    /** How far it is. */
    public enum State {
        WAITING,
        CONDITIONING,
        READY,
        FAILED,
        CANCELLED
    }
}
