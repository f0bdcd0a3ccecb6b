package org.scruffy.spi.schedule;

import java.util.List;
import java.util.Map;

/**
 * What a {@link SpotFiller} answers.
 *
 * @param placements in air order; what was pinned is not among them
 * @param leftOut the lines that have spots without a place
 * @param iterations steps of improvement that were taken: as {@link FillBudget#iterations} they repeat this plan
 */
public record FillPlan(List<Placement> placements, List<LeftOut> leftOut, long iterations) {

    /** A spot of a line in a break. */
    public record Placement(String line, String breakId) {}

    /**
     * Spots of a line that found no place.
     *
     * @param spots how many
     * @param ruledOut how many breaks each reason rules out for one more spot. Each break counts once, so they add up to all breaks
     */
    public record LeftOut(String line, int spots, Map<FillProblem.Reason, Integer> ruledOut) {

        public LeftOut {
            ruledOut = Map.copyOf(ruledOut);
        }
    }

    public FillPlan {
        placements = List.copyOf(placements);
        leftOut = List.copyOf(leftOut);
    }
}
