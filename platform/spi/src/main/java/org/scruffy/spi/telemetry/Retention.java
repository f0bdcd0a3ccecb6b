package org.scruffy.spi.telemetry;

import java.util.Map;

/**
 * How long events are kept, by their time.
 *
 * @param days for how many days, 1 to {@value #MOST_DAYS}, those of a dataset that is not named
 * @param byDataset the same for those of some datasets, by {@link Event#DATASET}
 */
public record Retention(int days, Map<String, Integer> byDataset) {

    /** How long a store keeps events that has been told nothing else. */
    public static final Retention DEFAULT = new Retention(60, Map.of());

    /** A hundred years. */
    public static final int MOST_DAYS = 36_525;

    public Retention {
        check("Events", days);
        byDataset.forEach((dataset, own) -> check("Events of dataset '" + dataset + "'", own));
        byDataset = Map.copyOf(byDataset);
    }

    private static void check(String what, int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    what + " are kept for " + days + " days, expected 1 to " + MOST_DAYS + " days");
        }
    }

    /** @param dataset empty for events of none */
    public int days(String dataset) {
        return byDataset.getOrDefault(dataset, days);
    }
}
