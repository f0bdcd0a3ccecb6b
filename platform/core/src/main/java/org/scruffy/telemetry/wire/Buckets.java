package org.scruffy.telemetry.wire;

import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import java.util.Arrays;

/** The buckets of a histogram in the order of their edges, each with how many values it has. Negative ones are passed over. */
final class Buckets {

    private static final double PERCENT = 100;

    private final double[] edges;
    private final double[] counts;
    private final double least;
    private final double largest;
    private int size;

    /** @param first where the lowest bucket begins */
    private Buckets(int buckets, double first, double least, double largest) {
        edges = new double[buckets + 1];
        counts = new double[buckets];
        edges[0] = first;
        this.least = least;
        this.largest = largest;
    }

    private void add(double upTo, long count) {
        counts[size++] = Math.max(0, count);
        edges[size] = upTo;
    }

    /** The lowest and the highest have one edge: the other is the least or the largest value where they are said. */
    static Buckets of(HistogramDataPoint point) {
        int bounds = point.getExplicitBoundsCount();
        if (bounds == 0 || point.getBucketCountsCount() != bounds + 1) {
            return new Buckets(0, 0, 0, 0);
        }
        double first = point.getExplicitBounds(0);
        double last = point.getExplicitBounds(bounds - 1);
        double least = point.hasMin() ? point.getMin() : Math.min(0, first);
        double largest = point.hasMax() ? point.getMax() : last;
        Buckets buckets = new Buckets(bounds + 1, least, least, largest);
        for (int i = 0; i < bounds; i++) {
            buckets.add(point.getExplicitBounds(i), point.getBucketCounts(i));
        }
        buckets.add(largest, point.getBucketCounts(bounds));
        return buckets;
    }

    /** Those below zero, the one of zero and those above; between them are two without values. */
    static Buckets of(ExponentialHistogramDataPoint point) {
        ExponentialHistogramDataPoint.Buckets below = point.getNegative();
        ExponentialHistogramDataPoint.Buckets above = point.getPositive();
        int lowest = below.getBucketCountsCount();
        Buckets buckets = new Buckets(
                lowest + above.getBucketCountsCount() + 3,
                -edge(point, below, lowest),
                point.hasMin() ? point.getMin() : -Double.MAX_VALUE,
                point.hasMax() ? point.getMax() : Double.MAX_VALUE);
        for (int i = lowest - 1; i >= 0; i--) {
            buckets.add(-edge(point, below, i), below.getBucketCounts(i));
        }
        buckets.add(-point.getZeroThreshold(), 0);
        buckets.add(point.getZeroThreshold(), point.getZeroCount());
        buckets.add(edge(point, above, 0), 0);
        for (int i = 0; i < above.getBucketCountsCount(); i++) {
            buckets.add(edge(point, above, i + 1), above.getBucketCounts(i));
        }
        return buckets;
    }

    /** 2^(2^-scale), to the power of a bucket's index. */
    private static double edge(
            ExponentialHistogramDataPoint point, ExponentialHistogramDataPoint.Buckets buckets, int bucket) {
        double index = (double) buckets.getOffset() + bucket;
        return Math.min(Double.MAX_VALUE, Math.pow(2, Math.scalb(index, -point.getScale())));
    }

    boolean isEmpty() {
        return total() == 0;
    }

    private double total() {
        return Arrays.stream(counts).sum();
    }

    /** What so many percent of the values are at most, as if those of a bucket were spread evenly in it. There are some. */
    double quantile(int percent) {
        double rank = Math.ceil(total() * percent / PERCENT);
        int bucket = 0;
        double before = 0;
        while (before + counts[bucket] < rank) {
            before += counts[bucket++];
        }
        double share = (rank - before - 0.5) / counts[bucket];
        double estimate = edges[bucket] + share * (edges[bucket + 1] - edges[bucket]);
        return Math.max(least, Math.min(largest, estimate));
    }
}
