package org.scruffy.fill;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.schedule.FillProblem.Reason;

/**
 * What a fill would change, and nothing that it would leave.
 *
 * @param added in air order
 * @param moved spots of a fill before that go to another break, in air order
 * @param removed spots of a fill before that find no place any more
 * @param kept how many spots of fills before stay where they are
 * @param bumped the lines that have spots left over, the important ones first
 * @param iterations that were taken: with the seed they repeat this
 */
public record FillPreview(
        List<Added> added, List<Moved> moved, List<Removed> removed, int kept, List<Bumped> bumped, long iterations) {

    /** A spot for a line at the end of a break. */
    public record Added(long line, String lineName, String adId, long breakId, Instant start) {}

    /** A spot that goes to the end of another break; the version is the one that was seen. */
    public record Moved(
            long spot,
            int version,
            long line,
            String lineName,
            String adId,
            long fromBreak,
            long toBreak,
            Instant start) {}

    /** A spot that goes; the version is the one that was seen. */
    public record Removed(
            long spot, int version, long line, String lineName, String adId, long breakId, Instant start) {}

    /**
     * Spots of a line that found no place.
     *
     * @param reasons how many breaks each rules out; together all breaks of the week
     */
    public record Bumped(
            long line, String lineName, String underwriter, int priority, int spots, Map<Reason, Integer> reasons) {}

    public FillPreview {
        added = List.copyOf(added);
        moved = List.copyOf(moved);
        removed = List.copyOf(removed);
        bumped = List.copyOf(bumped);
    }
}
