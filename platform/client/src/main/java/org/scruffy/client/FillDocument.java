package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;
import java.util.Map;

/**
 * A fill, as it is now.
 *
 * @param week its Monday
 * @param state RUNNING, READY, APPLIED, CANCELLED or FAILED
 * @param progress 0 to 1
 * @param leftOut spots that the best plan so far leaves out
 * @param problem why it failed; null where it did not
 * @param preview what it would change; null before it is ready
 */
public record FillDocument(
        String id,
        String feed,
        String week,
        long seed,
        String state,
        double progress,
        int leftOut,
        String problem,
        Preview preview) {

    /** @param iterations that were taken: with the seed they repeat this */
    public record Preview(
            List<Spot> added, List<Spot> moved, List<Spot> removed, int kept, List<Bumped> bumped, long iterations) {

        @JsonbCreator
        public Preview {}
    }

    /**
     * A spot that comes, goes or moves.
     *
     * @param spot its id; null for one that comes
     * @param from the break it leaves; null for one that comes
     * @param to the break it goes to; null for one that goes
     * @param startsAt of the break it goes to, or leaves for good
     */
    public record Spot(
            String spot, String line, String lineName, String creative, String from, String to, String startsAt) {

        @JsonbCreator
        public Spot {}
    }

    /**
     * Spots of a line that found no place.
     *
     * @param reasons how many breaks each rules out
     */
    public record Bumped(
            String line, String lineName, String underwriter, int priority, int spots, Map<String, Integer> reasons) {

        @JsonbCreator
        public Bumped {}
    }

    @JsonbCreator
    public FillDocument {}
}
