package org.scruffy.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Calculation.Op;

/**
 * A number worked out of samples, with its standard error, by the letter of the formulas: those of cluster sampling, where whole
 * units were kept or not, of Särndal, Swensson and Wretman (Model Assisted Survey Sampling, 1992), and Woodruff's (1952) of a
 * percentile.
 */
final class Estimate {

    /** @param unit the same for all that were kept together */
    record Sample(Object value, long weight, Object unit) {

        double number() {
            return ((Number) value).doubleValue();
        }

        /** The standard error of the number of those it stands for. */
        double unsure() {
            return Math.sqrt(weight * (weight - 1.0));
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
        if (op == Op.COUNT) {
            return new Estimate(samples.stream().mapToLong(Sample::weight).sum(), spread(samples, one -> 1));
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
            case SUM -> new Estimate(sum, spread(samples, Sample::number));
            case AVG -> new Estimate(sum / all, spread(samples, one -> one.number() - sum / all) / all);
            case MIN -> new Estimate(sorted.get(0).number(), 0);
            case MAX -> new Estimate(sorted.get(sorted.size() - 1).number(), 0);
            default -> new Estimate(percentile(sorted, op.quantile()), sampled ? woodruff(sorted, op.quantile()) : 0);
        };
    }

    /** The standard error of a sum. */
    private static double spread(List<Sample> samples, ToDoubleFunction<Sample> of) {
        double variance = 0;
        for (List<Sample> unit :
                samples.stream().collect(Collectors.groupingBy(Sample::unit)).values()) {
            double sum = 0;
            for (Sample sample : unit) {
                sum += sample.unsure() * of.applyAsDouble(sample);
            }
            variance += sum * sum;
        }
        return Math.sqrt(variance);
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
        double unsure = spread(sorted, one -> Double.compare(one.number(), below) <= 0 ? 1 - q : -q) / copies.size();
        double low = copies.get((int) Math.floor((copies.size() - 1) * Math.max(q - unsure, 0)));
        double high = copies.get((int) Math.floor((copies.size() - 1) * Math.min(q + unsure, 1)));
        return (high - low) / 2;
    }
}
