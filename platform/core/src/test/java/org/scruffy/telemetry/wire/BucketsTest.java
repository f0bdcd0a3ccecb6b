package org.scruffy.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static final List<Integer> PERCENTS = List.of(50, 90, 95, 99);

    private static Map<String, Object> told(ExportMetricsServiceRequest.Builder request) {
        try {
            byte[] body = request.build().toByteArray();
            return Otlp.read(Otlp.Signal.METRICS, new ByteArrayInputStream(body), false, Instant.EPOCH)
                    .get(0)
                    .event()
                    .fields();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> told(ExponentialHistogramDataPoint.Builder point) {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        request.addResourceMetricsBuilder()
                .addScopeMetricsBuilder()
                .addMetricsBuilder()
                .setName("wait")
                .getExponentialHistogramBuilder()
                .addDataPoints(point);
        return told(request);
    }

    private static Map<String, Object> told(HistogramDataPoint.Builder point) {
        ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
        request.addResourceMetricsBuilder()
                .addScopeMetricsBuilder()
                .addMetricsBuilder()
                .setName("wait")
                .getHistogramBuilder()
                .addDataPoints(point);
        return told(request);
    }

    private static double quantile(Map<String, Object> told, int percent) {
        return (double) told.get("wait.p" + percent + ".0");
    }

    /** The least of the values that so many percent are at most. */
    private static double quantile(List<Double> values, int percent) {
        int rank = (values.size() * percent + 99) / 100;
        return values.stream().sorted().toList().get(rank - 1);
    }

    private static int index(double value, int scale) {
        return (int) Math.ceil(Math.log(value) / Math.log(2) * Math.pow(2, scale)) - 1;
    }

    private static ExponentialHistogramDataPoint.Buckets buckets(Stream<Double> values, int scale) {
        List<Integer> indexes =
                values.map(value -> index(value, scale)).sorted().toList();
        ExponentialHistogramDataPoint.Buckets.Builder buckets = ExponentialHistogramDataPoint.Buckets.newBuilder();
        if (indexes.isEmpty()) {
            return buckets.build();
        }
        int offset = indexes.get(0);
        long[] counts = new long[indexes.get(indexes.size() - 1) - offset + 1];
        indexes.forEach(index -> counts[index - offset]++);
        buckets.setOffset(offset);
        for (long count : counts) {
            buckets.addBucketCounts(count);
        }
        return buckets.build();
    }

    private static ExponentialHistogramDataPoint.Builder exponential(List<Double> values, int scale) {
        return ExponentialHistogramDataPoint.newBuilder()
                .setScale(scale)
                .setCount(values.size())
                .setZeroCount(values.stream().filter(value -> value == 0).count())
                .setNegative(buckets(values.stream().filter(value -> value < 0).map(value -> -value), scale))
                .setPositive(buckets(values.stream().filter(value -> value > 0), scale));
    }

    @Provide
    static Arbitrary<Double> measured() {
        return Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.doubles().between(1e-3, 1e6).ofScale(4)),
                Tuple.of(3, Arbitraries.doubles().between(-1e4, -1e-3).ofScale(4)),
                Tuple.of(1, Arbitraries.just(0.0)));
    }

    @Property(tries = 300)
    void quantile_isInTheBucketOfTheTrueOne(
            @ForAll @Size(min = 1, max = 200) List<@From("measured") Double> values,
            @ForAll @IntRange(min = -3, max = 7) int scale,
            @ForAll boolean range) {
        ExponentialHistogramDataPoint.Builder point = exponential(values, scale);
        if (range) {
            point.setMin(quantile(values, 1)).setMax(quantile(values, 100));
        }
        Map<String, Object> told = told(point);
        double error = Math.pow(2, Math.pow(2, -scale)) - 1 + 1e-9;
        for (int percent : PERCENTS) {
            double truth = quantile(values, percent);
            assertThat(Math.abs(quantile(told, percent) - truth))
                    .as("%d %% of %s", percent, values)
                    .isLessThanOrEqualTo(error * Math.abs(truth));
        }
    }

    @Property(tries = 300)
    void quantileOfOwnBounds_isBetweenThoseOfTheTrueOne(
            @ForAll @Size(min = 1, max = 100) List<@DoubleRange(max = 100) Double> values) {
        double[] bounds = {5, 10, 25, 50, 75};
        HistogramDataPoint.Builder point =
                HistogramDataPoint.newBuilder().setCount(values.size()).setMax(quantile(values, 100));
        double from = Double.NEGATIVE_INFINITY;
        for (double bound : bounds) {
            double above = from;
            point.addExplicitBounds(bound)
                    .addBucketCounts(values.stream()
                            .filter(value -> value > above && value <= bound)
                            .count());
            from = bound;
        }
        point.addBucketCounts(values.stream().filter(value -> value > 75).count());
        Map<String, Object> told = told(point);
        for (int percent : PERCENTS) {
            double truth = quantile(values, percent);
            double low = 0;
            double high = quantile(values, 100);
            for (double bound : bounds) {
                low = bound < truth ? bound : low;
                high = bound >= truth ? Math.min(bound, high) : high;
            }
            assertThat(quantile(told, percent)).isBetween(low, high);
        }
    }

    @Test
    void valuesOfABucket_areTakenAsSpreadEvenly() {
        Map<String, Object> told = told(HistogramDataPoint.newBuilder()
                .setCount(200)
                .addExplicitBounds(10)
                .addExplicitBounds(20)
                .addBucketCounts(100)
                .addBucketCounts(100)
                .addBucketCounts(0));
        assertThat(told)
                .containsEntry("wait.p50.0", 9.95)
                .containsEntry("wait.p95.0", 18.95)
                .containsKeys("wait.p90.0", "wait.p99.0", "wait.buckets");
    }

    @Test
    void histogramWithoutValuesOrBounds_hasNoQuantiles() {
        assertThat(told(ExponentialHistogramDataPoint.newBuilder())).doesNotContainKey("wait.p50.0");
        assertThat(told(HistogramDataPoint.newBuilder()
                        .addExplicitBounds(1)
                        .addBucketCounts(0)
                        .addBucketCounts(0)))
                .doesNotContainKey("wait.p50.0");
        assertThat(told(HistogramDataPoint.newBuilder().setCount(7).addBucketCounts(7)))
                .containsEntry("wait.count", 7L)
                .doesNotContainKey("wait.p50.0");
    }

    /** Whatever a client makes up, the event is kept and has numbers. */
    @Test
    void bucketsBeyondAllNumbers_haveFiniteQuantiles() {
        for (int scale : new int[] {Integer.MIN_VALUE, -1_000, 1_000, Integer.MAX_VALUE}) {
            ExponentialHistogramDataPoint.Builder point =
                    ExponentialHistogramDataPoint.newBuilder().setScale(scale).setCount(-1);
            point.getPositiveBuilder()
                    .setOffset(Integer.MAX_VALUE)
                    .addBucketCounts(-1)
                    .addBucketCounts(Long.MAX_VALUE);
            point.getNegativeBuilder().setOffset(Integer.MIN_VALUE).addBucketCounts(3);
            assertThat(told(point))
                    .as("scale " + scale)
                    .containsKey("wait.p99.0")
                    .doesNotContainKey("meta.not_a_number");
        }
    }
}
