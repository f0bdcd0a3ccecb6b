package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.Map;

/**
 * A line of an order that wants more spots in a week than it has.
 *
 * @param priority from 1, the first, to 16
 * @param durationMs of a spot
 * @param missing how many spots it lacks: in the week, or in its flight where it counts by that
 * @param placed how many it has in the week on the feed
 * @param fitting how many breaks of the week could take one; 0: it was bumped
 * @param ruledOut how many breaks of the week each reason rules out, for example {@code CAPACITY}
 */
public record OpenLineDocument(
        String line,
        String name,
        String underwriter,
        int priority,
        long durationMs,
        int missing,
        int placed,
        int fitting,
        Map<String, Integer> ruledOut) {

    @JsonbCreator
    public OpenLineDocument {
        ruledOut = Map.copyOf(ruledOut);
    }
}
