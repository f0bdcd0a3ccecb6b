package org.scruffy.fill;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.schedule.FillProblem.Reason;

/**
 * Where one more spot may go.
 *
 * @param best at most five breaks, the best first
 * @param fitting how many breaks it may go into in all
 * @param ruledOut how many breaks of the week each reason rules out
 */
public record Openings(List<Opening> best, int fitting, Map<Reason, Integer> ruledOut) {

    /**
     * One break.
     *
     * @param free what is left of it
     * @param adId of the creative whose turn it is
     * @param reasons why it is good, in words
     */
    public record Opening(
            String breakId, Instant start, String program, Duration free, String adId, List<String> reasons) {

        public Opening {
            reasons = List.copyOf(reasons);
        }
    }

    public Openings {
        best = List.copyOf(best);
        ruledOut = Map.copyOf(ruledOut);
    }
}
