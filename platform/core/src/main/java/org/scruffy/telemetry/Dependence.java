package org.scruffy.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Contrast.Share;
import org.scruffy.spi.telemetry.Contrast.Split;

/** How far the values of two columns determine each other, by the uncertainty that is left of one where the other is known. */
final class Dependence {

    private static final double ENOUGH = 0.9;
    private static final double MOST_UNTOLD = 0.2;

    private Dependence() {}

    /**
     * Whether to know the first column of a split by two is to know the second.
     *
     * @param events of how many events the split is
     */
    static boolean determines(String first, String second, Split split, long events) {
        Map<Object, Double> ofFirst = new HashMap<>();
        Map<Object, Double> ofSecond = new HashMap<>();
        double total = 0;
        for (Share share : split.shares()) {
            double weight = share.weight().selected() + share.weight().baseline();
            // columns without a value have a value of their own
            ofFirst.merge(share.group().getOrDefault(first, List.of()), weight, Double::sum);
            ofSecond.merge(share.group().getOrDefault(second, List.of()), weight, Double::sum);
            total += weight;
        }
        double untold = split.others().selected() + split.others().baseline();
        if (total == 0 || untold > MOST_UNTOLD * (total + untold)) {
            return false;
        }
        double both = 0;
        for (Share share : split.shares()) {
            both += bits((share.weight().selected() + share.weight().baseline()) / total);
        }
        double uncertainty = entropy(ofSecond, total);
        // the correction of Miller and Madow: few events of many values seem to determine each other
        double chance = (ofFirst.size() - 1.0) * (ofSecond.size() - 1.0) / (2 * events * Math.log(2));
        double told = entropy(ofFirst, total) + uncertainty - both - chance;
        return uncertainty > 0 && told > ENOUGH * uncertainty;
    }

    private static double entropy(Map<Object, Double> weights, double total) {
        return weights.values().stream()
                .mapToDouble(weight -> bits(weight / total))
                .sum();
    }

    private static double bits(double share) {
        return share > 0 ? -share * Math.log(share) / Math.log(2) : 0;
    }
}
