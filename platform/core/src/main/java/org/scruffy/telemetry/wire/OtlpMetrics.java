package org.scruffy.telemetry.wire;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics as wide events: what was measured at one time with the same attributes is one event, with a field for each metric. Of
 * a histogram there are {@code .count}, {@code .sum}, {@code .avg}, {@code .min}, {@code .max}, {@code .p50.0}, {@code .p90.0}, {@code
 * .p95.0} and {@code .p99.0} as its buckets tell them, and {@code .buckets} as JSON where its bounds are its own; of a summary the
 * quantiles it has.
 */
final class OtlpMetrics {

    private static final List<Integer> PERCENTS = List.of(50, 90, 95, 99);

    private record Moment(Map<String, Object> attributes, long nanos) {}

    private final Map<Moment, Map<String, Object>> moments = new LinkedHashMap<>();
    private final Map<Moment, Integer> points = new HashMap<>();
    private final Map<String, Object> common;

    private OtlpMetrics(Map<String, Object> common) {
        this.common = common;
    }

    static List<Row> rows(ExportMetricsServiceRequest request, Instant arrival) {
        List<Row> rows = new Rows();
        request.getResourceMetricsList()
                .forEach(resource -> resource.getScopeMetricsList().forEach(scope -> {
                    OtlpMetrics metrics = new OtlpMetrics(Otlp.common(resource.getResource(), scope.getScope()));
                    scope.getMetricsList().forEach(metrics::add);
                    metrics.moments.forEach((moment, values) -> rows.add(metrics.row(moment, values, arrival)));
                }));
        return rows;
    }

    private Row row(Moment moment, Map<String, Object> values, Instant arrival) {
        return Row.of(() -> {
                    Fields fields = new Fields()
                            .putAll(common)
                            .putAll(moment.attributes)
                            .putAll(values);
                    return Otlp.own(fields, common, "metric").at(moment.nanos, arrival);
                })
                .counting(points.get(moment));
    }

    private Map<String, Object> at(List<KeyValue> attributes, long nanos) {
        Moment moment = new Moment(Otlp.map(attributes), nanos);
        points.merge(moment, 1, Integer::sum);
        return moments.computeIfAbsent(moment, first -> new LinkedHashMap<>());
    }

    private void add(Metric metric) {
        String name = metric.getName();
        switch (metric.getDataCase()) {
            case GAUGE -> metric.getGauge().getDataPointsList().forEach(point -> add(name, point));
            case SUM -> metric.getSum().getDataPointsList().forEach(point -> add(name, point));
            case HISTOGRAM -> metric.getHistogram().getDataPointsList().forEach(point -> add(name, point));
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogram().getDataPointsList().forEach(point -> {
                    Map<String, Object> values = at(point.getAttributesList(), point.getTimeUnixNano());
                    total(name, point.getCount(), point.getSum(), values);
                    range(name, point.hasMin(), point.getMin(), point.hasMax(), point.getMax(), values);
                    quantiles(name, Buckets.of(point), values);
                });
            case SUMMARY ->
                metric.getSummary().getDataPointsList().forEach(point -> {
                    Map<String, Object> values = at(point.getAttributesList(), point.getTimeUnixNano());
                    total(name, point.getCount(), point.getSum(), values);
                    point.getQuantileValuesList()
                            .forEach(quantile ->
                                    values.put(quantile(name, quantile.getQuantile() * 100), quantile.getValue()));
                });
            default -> {}
        }
    }

    private void add(String name, NumberDataPoint point) {
        Map<String, Object> values = at(point.getAttributesList(), point.getTimeUnixNano());
        switch (point.getValueCase()) {
            case AS_DOUBLE -> values.put(name, point.getAsDouble());
            case AS_INT -> values.put(name, point.getAsInt());
            default -> {}
        }
    }

    private void add(String name, HistogramDataPoint point) {
        Map<String, Object> values = at(point.getAttributesList(), point.getTimeUnixNano());
        total(name, point.getCount(), point.getSum(), values);
        range(name, point.hasMin(), point.getMin(), point.hasMax(), point.getMax(), values);
        quantiles(name, Buckets.of(point), values);
        Map<String, Object> buckets = new LinkedHashMap<>();
        for (int i = 0; i < point.getBucketCountsCount(); i++) {
            String bound = i < point.getExplicitBoundsCount() ? Double.toString(point.getExplicitBounds(i)) : "+Inf";
            buckets.put(bound, point.getBucketCounts(i));
        }
        values.put(name + ".buckets", JsonText.write(buckets));
    }

    private static void quantiles(String name, Buckets buckets, Map<String, Object> values) {
        if (!buckets.isEmpty()) {
            PERCENTS.forEach(percent -> values.put(quantile(name, percent), buckets.quantile(percent)));
        }
    }

    private static String quantile(String name, double percent) {
        return name + ".p" + Math.round(percent * 10) / 10.0;
    }

    private static void total(String name, long count, double sum, Map<String, Object> values) {
        values.put(name + ".count", count);
        values.put(name + ".sum", sum);
        if (count > 0) {
            values.put(name + ".avg", sum / count);
        }
    }

    private static void range(
            String name, boolean hasMin, double min, boolean hasMax, double max, Map<String, Object> values) {
        if (hasMin) {
            values.put(name + ".min", min);
        }
        if (hasMax) {
            values.put(name + ".max", max);
        }
    }
}
