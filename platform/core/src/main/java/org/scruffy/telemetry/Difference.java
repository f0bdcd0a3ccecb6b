package org.scruffy.telemetry;

import java.util.List;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Filter;

/**
 * How a column tells the selected events from their baseline.
 *
 * @param column which
 * @param test by which the p-value was found
 * @param p how likely events of one population differ as much, 0 to 1
 * @param q the share of false alarms among all columns with this p-value or a smaller one, 0 to 1
 * @param filter what more of the selected events meet than of the others
 * @param selected the share of the selected events that meet it, 0 to 1
 * @param baseline the share of the baseline that meets it, 0 to 1
 * @param atLeast by how much the two differ at least, at 95 % confidence; 0 where they may not
 * @param divergence how different all values together are, in bits, 0 to 1
 * @param verdict whether it says something
 * @param because for what is true by construction the column of the selection that makes it so, else empty
 * @param sameAs columns that differ too, but only because they say the same in other words
 * @param bars the values, numbers in order, others the most frequent first
 */
public record Difference(
        Column column,
        Test test,
        double p,
        double q,
        Filter filter,
        double selected,
        double baseline,
        double atLeast,
        double divergence,
        Verdict verdict,
        String because,
        List<String> sameAs,
        List<Bar> bars) {

    /** How two samples are compared. */
    public enum Test {
        G("G-test"),
        FISHER("Fisher's exact test"),
        KOLMOGOROV_SMIRNOV("Kolmogorov–Smirnov test");

        private final String words;

        Test(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** What a difference is worth. */
    public enum Verdict {
        /** It is there: at most 5 % of those called so are chance. */
        SIGNIFICANT,
        /** It may be chance. */
        INDISTINGUISHABLE,
        /** It is there because of how the selection was made. */
        BY_CONSTRUCTION
    }

    /**
     * A value, or a range of numbers.
     *
     * @param value the value, or the least number of the range; null for events that do not have the column
     * @param others whether it stands for all values that have no bar of their own
     * @param selected its share of the selection, 0 to 1
     * @param baseline its share of the baseline, 0 to 1
     */
    public record Bar(Object value, boolean others, double selected, double baseline) {}

    public Difference {
        sameAs = List.copyOf(sameAs);
        bars = List.copyOf(bars);
    }

    boolean significant() {
        return verdict == Verdict.SIGNIFICANT;
    }

    /** The same, found by the best of so many tests. */
    Difference counting(int tests, Filter told) {
        return new Difference(
                column,
                test,
                Math.min(1, p * tests),
                q,
                told,
                selected,
                baseline,
                atLeast,
                divergence,
                verdict,
                because,
                sameAs,
                bars);
    }

    Difference judged(double q, Verdict verdict, String because) {
        return new Difference(
                column, test, p, q, filter, selected, baseline, atLeast, divergence, verdict, because, sameAs, bars);
    }

    Difference sayingTheSameAs(List<String> sameAs) {
        return new Difference(
                column, test, p, q, filter, selected, baseline, atLeast, divergence, verdict, because, sameAs, bars);
    }
}
