package org.scruffy.telemetry;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Contrast.Share;
import org.scruffy.testkit.PlantedCause;

/** How often a planted cause is found among columns of chance, by our ranking and by the one of open-source peers. */
public final class PlantedCauses {

    private static final int NOISE = 39;
    private static final int BASELINE = 2_000;
    private static final int SIGNS = 3;

    /**
     * Shares of the runs, 0 to 1.
     *
     * @param first in how many the cause came first
     * @param amongThree in how many it was one of the first three
     * @param found in how many it was called significant
     * @param falseDiscovery of what was called significant, the share that is chance, on average
     * @param peersFirst in how many it came first by the largest difference of shares
     * @param peersAmongThree in how many it was one of the first three by that
     * @param falseAlarm in how many anything was called significant where nothing differs
     */
    public record Score(
            double first,
            double amongThree,
            double found,
            double falseDiscovery,
            double peersFirst,
            double peersAmongThree,
            double falseAlarm) {}

    private PlantedCauses() {}

    /** The mean over runs with as many events selected, of which such a share has the cause. */
    public static Score score(int runs, int selected, double share, double shareOfBaseline) {
        double[] sums = new double[7];
        for (int run = 0; run < runs; run++) {
            Random random = new Random(run * 1_000_003L + selected);
            add(run(new PlantedCause(random, NOISE, selected, BASELINE, share, shareOfBaseline)), sums);
            PlantedCause nothing =
                    new PlantedCause(random, NOISE, selected, BASELINE, shareOfBaseline, shareOfBaseline);
            sums[6] += ours(nothing).columns().stream().anyMatch(Difference::significant) ? 1 : 0;
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= runs;
        }
        return new Score(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]);
    }

    private static void add(double[] run, double[] sums) {
        for (int i = 0; i < run.length; i++) {
            sums[i] += run[i];
        }
    }

    private static double[] run(PlantedCause events) {
        List<Difference> order = ours(events).columns();
        List<String> names =
                order.stream().map(difference -> difference.column().name()).toList();
        List<Difference> significant =
                order.stream().filter(Difference::significant).toList();
        long right = significant.stream()
                .filter(difference -> difference.column().name().equals(PlantedCause.CAUSE))
                .count();
        int peers = peers(events).indexOf(PlantedCause.CAUSE);
        int ours = names.indexOf(PlantedCause.CAUSE);
        return new double[] {
            ours == 0 ? 1 : 0,
            ours >= 0 && ours < SIGNS ? 1 : 0,
            right,
            significant.isEmpty() ? 0 : (significant.size() - right) / (double) significant.size(),
            peers == 0 ? 1 : 0,
            peers < SIGNS ? 1 : 0
        };
    }

    private static Differences ours(PlantedCause events) {
        return new BubbleUp.Ranking(events::contrast, Set.of()).of(events.columns());
    }

    /** As HyperDX's Event Deltas and Grafana's Traces Drilldown rank: by the largest difference of shares of any value. */
    private static List<String> peers(PlantedCause events) {
        List<List<String>> sets =
                events.columns().stream().map(column -> List.of(column.name())).toList();
        Contrast contrast = events.contrast(sets);
        return events.columns().stream()
                .map(Column::name)
                .sorted(Comparator.comparingDouble((String name) -> -largest(contrast, sets.indexOf(List.of(name)))))
                .toList();
    }

    private static double largest(Contrast contrast, int column) {
        return contrast.splits().get(column).shares().stream()
                .mapToDouble(share -> difference(contrast, share))
                .max()
                .orElse(0);
    }

    private static double difference(Contrast contrast, Share share) {
        return Math.abs(share.weight().selected() / contrast.selection().weight()
                - share.weight().baseline() / contrast.baseline().weight());
    }
}
