package org.scruffy.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.scruffy.spi.telemetry.Calculation.Op;

/** A number worked out of samples, with its standard error, by the letter of the formulas. */
final class Estimate {

    record Sample(Object value, long weight) {

        double number() {
            return ((Number) value).doubleValue();
        }

        /** What it adds to the variance of a count. */
        double variance() {
            return weight * (weight - 1.0);
        }
    }

    final Number value;
    final double error;

    private Estimate(Number value, double error) {
        this.value = value;
        this.error = error;
    }

    Estimate minus(Estimate other) {
        return new Estimate(value.doubleValue() - other.value.doubleValue(), Math.hypot(error, other.error));
    }

    Estimate dividedBy(double divisor) {
        return new Estimate(value.doubleValue() / divisor, error / divisor);
    }

    /** Null where there is nothing to work on. */
    static Estimate of(Op op, boolean sampled, List<Sample> samples) {
        double variance = samples.stream().mapToDouble(Sample::variance).sum();
        if (op == Op.COUNT) {
            return new Estimate(samples.stream().mapToLong(Sample::weight).sum(), Math.sqrt(variance));
        }
        if (op == Op.COUNT_DISTINCT) {
            return new Estimate(samples.stream().map(Sample::value).distinct().count(), 0);
        }
        if (samples.isEmpty()) {
            return null;
        }
        List<Sample> sorted = samples.stream()
                .sorted(Comparator.comparingDouble(Sample::number))
                .toList();
        double sum =
                samples.stream().mapToDouble(one -> one.weight * one.number()).sum();
        double all = samples.stream().mapToDouble(Sample::weight).sum();
        return switch (op) {
            case SUM -> new Estimate(sum, spread(samples, 0));
            case AVG -> new Estimate(sum / all, spread(samples, sum / all) / all);
            case MIN -> new Estimate(sorted.get(0).number(), 0);
            case MAX -> new Estimate(sorted.get(sorted.size() - 1).number(), 0);
            default -> new Estimate(percentile(sorted, op.quantile()), sampled ? woodruff(sorted, op.quantile()) : 0);
        };
    }

    private static double spread(List<Sample> samples, double around) {
        return Math.sqrt(samples.stream()
                .mapToDouble(one -> one.variance() * Math.pow(one.number() - around, 2))
                .sum());
    }

    /** The samples, each as often as it weighs. */
    private static List<Double> copies(List<Sample> sorted) {
        List<Double> copies = new ArrayList<>();
        for (Sample sample : sorted) {
            for (long i = 0; i < sample.weight; i++) {
                copies.add(sample.number());
            }
        }
        return copies;
    }

    private static double percentile(List<Sample> sorted, double q) {
        List<Double> copies = copies(sorted);
        double place = (copies.size() - 1) * q;
        double below = copies.get((int) Math.floor(place));
        double above = copies.get((int) Math.ceil(place));
        return Double.compare(below, above) == 0 ? below : below + (above - below) * (place - Math.floor(place));
    }

    private static double woodruff(List<Sample> sorted, double q) {
        List<Double> copies = copies(sorted);
        double below = copies.get((int) Math.floor((copies.size() - 1) * q));
        double variance = 0;
        for (Sample sample : sorted) {
            double part = Double.compare(sample.number(), below) <= 0 ? 1 - q : -q;
            variance += sample.variance() * part * part;
        }
        double unsure = Math.sqrt(variance) / copies.size();
        double low = copies.get((int) Math.floor((copies.size() - 1) * Math.max(q - unsure, 0)));
        double high = copies.get((int) Math.floor((copies.size() - 1) * Math.min(q + unsure, 1)));
        return (high - low) / 2;
    }
}
