package org.scruffy.fill;

import java.time.Duration;
import java.util.Map;
import org.scruffy.spi.schedule.FillProblem.Reason;

/**
 * A line of an order that wants more spots in a week than it has.
 *
 * @param priority 1 is the first
 * @param length of a spot
 * @param missing how many spots it lacks: in the week, or in its flight where it counts by that
 * @param placed how many it has in the week
 * @param fitting how many breaks could take one; where there is none it was bumped
 * @param ruledOut how many breaks of the week each reason rules out
 */
public record OpenLine(
        long line,
        String name,
        String underwriter,
        int priority,
        Duration length,
        int missing,
        int placed,
        int fitting,
        Map<Reason, Integer> ruledOut) {

    public OpenLine {
        ruledOut = Map.copyOf(ruledOut);
    }
}
