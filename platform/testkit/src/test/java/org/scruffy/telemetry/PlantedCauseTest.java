package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scruffy.testkit.PlantedCause;

/** The benchmark of causes in small, with fixed chance. */
class PlantedCauseTest {

    private static final int RUNS = 60;
    private static final int NOISE = 39;
    private static final int BASELINE = 2_000;

    private static Differences explained(long run, int selected, double share) {
        PlantedCause events = new PlantedCause(new Random(run), NOISE, selected, BASELINE, share, 0.04);
        return new BubbleUp.Ranking(events::contrast, Set.of()).of(events.columns());
    }

    private static boolean first(Differences differences) {
        return differences.columns().get(0).column().name().equals(PlantedCause.CAUSE);
    }

    @Test
    void cause_comesFirstWhereFiftyEventsAreSelected() {
        long first = 0;
        for (int run = 0; run < RUNS; run++) {
            first += first(explained(run, 50, 0.22)) ? 1 : 0;
        }
        assertThat(first).isGreaterThanOrEqualTo(Math.round(0.9 * RUNS));
    }

    @Test
    void cause_comesFirstMoreOftenThanNotWhereTwentyFiveAreSelected() {
        long first = 0;
        for (int run = 0; run < RUNS; run++) {
            first += first(explained(run, 25, 0.22)) ? 1 : 0;
        }
        assertThat(first).isGreaterThanOrEqualTo(Math.round(0.65 * RUNS));
    }

    @Test
    void chance_isSeldomTakenForACause() {
        double falseShare = 0;
        for (int run = 0; run < RUNS; run++) {
            List<Difference> significant = explained(run, 100, run % 2 == 0 ? 0.22 : 0.04).columns().stream()
                    .filter(Difference::significant)
                    .toList();
            long mistaken = significant.stream().filter(PlantedCauseTest::wrong).count();
            falseShare += significant.isEmpty() ? 0 : (double) mistaken / significant.size();
        }
        assertThat(falseShare / RUNS).isLessThanOrEqualTo(0.06);
    }

    private static boolean wrong(Difference difference) {
        return !difference.column().name().equals(PlantedCause.CAUSE);
    }
}
