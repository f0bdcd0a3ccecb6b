package org.scruffy.telemetry;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Two samples over the same values, compared. What is counted are independent observations: weights and repetitions make them
 * fewer, so the counts need not be whole.
 *
 * @param selected how many of each value were selected
 * @param baseline how many of each value are in the baseline
 */
record Samples(double[] selected, double[] baseline) {

    // below it the chi-squared distribution promises too much
    private static final double EXPECTED = 5;
    private static final double Z = 1.959964;
    private static final int TERMS = 100;

    /**
     * A difference of shares.
     *
     * @param selected the share of the selection, 0 to 1
     * @param baseline the share of the baseline, 0 to 1
     * @param atLeast the lower end of Newcombe's 95 % interval of the difference; below 0 where there may be none
     */
    record Effect(double selected, double baseline, double atLeast) {

        /** Told of whatever is more frequent in the selection: of the values themselves, or of all others. */
        Effect positive() {
            return selected >= baseline ? this : new Effect(1 - selected, 1 - baseline, atLeast);
        }
    }

    private double n() {
        return Arrays.stream(selected).sum();
    }

    private double m() {
        return Arrays.stream(baseline).sum();
    }

    /** Whether every value is expected often enough for a test of large samples. */
    boolean large() {
        double share = Math.min(n(), m()) / (n() + m());
        for (int i = 0; i < selected.length; i++) {
            if ((selected[i] + baseline[i]) * share < EXPECTED) {
                return false;
            }
        }
        return true;
    }

    /** How likely samples of one population differ as much as these by their likelihood ratio, the G-test. */
    double likelihoodRatio() {
        double n = n();
        double m = m();
        double g = 0;
        for (int i = 0; i < selected.length; i++) {
            double both = selected[i] + baseline[i];
            g += term(selected[i], both * n / (n + m)) + term(baseline[i], both * m / (n + m));
        }
        return selected.length < 2
                ? 1
                : ChiSquaredDistribution.of(selected.length - 1).survivalProbability(Math.max(0, 2 * g));
    }

    private static double term(double observed, double expected) {
        return observed > 0 ? observed * Math.log(observed / expected) : 0;
    }

    /** How likely samples of one population differ as much in the value that differs most, by Fisher's exact test of each value. */
    double exact() {
        if (selected.length < 2) {
            return 1;
        }
        double least = 1;
        for (int i = 0; i < selected.length; i++) {
            least = Math.min(least, exact(i));
        }
        int tests = selected.length == 2 ? 1 : selected.length; // of two values one test says what the other does
        return Math.min(1, least * tests);
    }

    private double exact(int i) {
        int[][] table = {
            {whole(selected[i]), whole(n() - selected[i])},
            {whole(baseline[i]), whole(m() - baseline[i])}
        };
        boolean empty = table[0][0] + table[0][1] == 0
                || table[1][0] + table[1][1] == 0
                || table[0][0] + table[1][0] == 0
                || table[0][1] + table[1][1] == 0;
        return empty ? 1 : FisherExactTest.withDefaults().test(table).getPValue();
    }

    private static int whole(double count) {
        return (int) Math.min(Integer.MAX_VALUE / 4, Math.round(count));
    }

    /** Where the values are in order: before which of them the samples differ most, 1 to their number less 1. */
    int cut() {
        int cut = 1;
        double most = -1;
        double above = 0;
        for (int i = 1; i < selected.length; i++) {
            above += selected[i - 1] / n() - baseline[i - 1] / m();
            if (Math.abs(above) > most) {
                most = Math.abs(above);
                cut = i;
            }
        }
        return cut;
    }

    /** How likely samples of one population are as far apart as these by Kolmogorov's and Smirnov's test. */
    double kolmogorovSmirnov() {
        if (selected.length < 2 || n() == 0 || m() == 0) {
            return 1;
        }
        Effect difference = effect(0, cut());
        double size = Math.sqrt(n() * m() / (n() + m()));
        // Stephens' correction for small samples
        double distance = (size + 0.12 + 0.11 / size) * Math.abs(difference.selected - difference.baseline);
        return Math.min(1, Math.max(0, tail(distance)));
    }

    private static double tail(double distance) {
        if (distance < 0.2) {
            return 1; // the series does not converge there
        }
        double sum = 0;
        for (int k = 1; k <= TERMS; k++) {
            sum += (k % 2 == 0 ? -2 : 2) * Math.exp(-2.0 * k * k * distance * distance);
        }
        return sum;
    }

    /** How much more often the values from one to before another were selected, or how much less. */
    Effect effect(int from, int to) {
        double one = sum(selected, from, to) / n();
        double other = sum(baseline, from, to) / m();
        return newcombe(one, other);
    }

    private static double sum(double[] counts, int from, int to) {
        return Arrays.stream(counts, from, to).sum();
    }

    private Effect newcombe(double one, double other) {
        double larger = Math.max(one, other);
        double smaller = Math.min(one, other);
        double ofLarger = one >= other ? n() : m();
        double ofSmaller = one >= other ? m() : n();
        double low = larger - wilson(larger, ofLarger, -1);
        double high = wilson(smaller, ofSmaller, 1) - smaller;
        return new Effect(one, other, larger - smaller - Math.hypot(low, high));
    }

    /** An end of Wilson's 95 % interval of a share. */
    private static double wilson(double share, double n, int side) {
        double middle = share + Z * Z / (2 * n);
        double half = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return (middle + side * half) / (1 + Z * Z / n);
    }

    /** How different the samples are in all values together: the divergence of Jensen and Shannon, in bits, 0 to 1. */
    double divergence() {
        double bits = 0;
        for (int i = 0; i < selected.length; i++) {
            double p = selected[i] / n();
            double q = baseline[i] / m();
            bits += term(p, (p + q) / 2) / 2 + term(q, (p + q) / 2) / 2;
        }
        return Math.min(1, Math.max(0, bits / Math.log(2)));
    }
}
