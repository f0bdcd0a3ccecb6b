package org.scruffy.telemetry.wire;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Event;

/** A span as wide events, named as Honeycomb names them: the span itself, and one for each of its events and links. */
final class OtlpSpans {

    private static final double NANOS_PER_MS = 1e6;
    private static final int TRACE_ID = 16;
    private static final int SPAN_ID = 8;
    private static final String STATION = "station";

    private OtlpSpans() {}

    /** A span is refused with all that is inside it, and counts as one. */
    static List<Row> rows(ExportTraceServiceRequest request, Instant arrival) {
        List<Row> rows = new Rows();
        request.getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList().forEach(scope -> {
                    Map<String, Object> common = Otlp.common(resource.getResource(), scope.getScope());
                    scope.getSpansList().forEach(span -> add(span, common, arrival, rows));
                }));
        return rows;
    }

    private static void add(Span span, Map<String, Object> common, Instant arrival, List<Row> rows) {
        List<Row> all = new ArrayList<>();
        try {
            Fields fields = fields(span, common);
            Object rate = fields.remove("sampleRate");
            rate = rate == null ? SampleRate.of(span.getTraceState()) : rate;
            all.add(Row.of(fields.sampledAt(rate).at(span.getStartTimeUnixNano(), arrival)));
            Map<String, Object> shared = shared(fields, common);
            for (Span.Event inside : span.getEventsList()) {
                all.add(Row.of(inside(inside, span, shared, rate).at(inside.getTimeUnixNano(), arrival))
                        .counting(0));
            }
            for (Span.Link link : span.getLinksList()) {
                all.add(Row.of(link(link, span, shared, rate).at(span.getStartTimeUnixNano(), arrival))
                        .counting(0));
            }
            rows.addAll(all);
        } catch (Refused e) {
            rows.add(Row.refused("Span '" + shortened(span.getName()) + "': " + e.getMessage()));
        }
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 100));
    }

    private static Fields fields(Span span, Map<String, Object> common) {
        Fields fields = new Fields().putAll(common);
        for (KeyValue attribute : span.getAttributesList()) {
            fields.put(attribute.getKey(), Otlp.value(attribute.getValue(), 0));
        }
        span.getEventsList().stream()
                .filter(inside -> inside.getName().equals("exception"))
                .findFirst()
                .ifPresent(exception -> Otlp.map(exception.getAttributesList()).forEach((name, value) -> {
                    if (name.startsWith("exception.")) {
                        fields.putMissing(name, value);
                    }
                }));
        ids(span, Otlp.own(fields, common, "trace")).put("name", span.getName());
        fields.put("span.kind", kind(span))
                .put("span.num_events", span.getEventsCount())
                .put("span.num_links", span.getLinksCount());
        fields.put("status_code", span.getStatus().getCodeValue());
        if (span.getStatus().getCodeValue() == 2) {
            fields.put("error", true);
        }
        if (!span.getStatus().getMessage().isEmpty()) {
            fields.put("status_message", span.getStatus().getMessage());
        }
        if (!span.getTraceState().isEmpty()) {
            fields.put("trace.trace_state", span.getTraceState());
        }
        return duration(span, fields);
    }

    private static String kind(Span span) {
        return switch (span.getKind()) {
            case SPAN_KIND_SERVER -> "server";
            case SPAN_KIND_CLIENT -> "client";
            case SPAN_KIND_INTERNAL -> "internal";
            case SPAN_KIND_PRODUCER -> "producer";
            case SPAN_KIND_CONSUMER -> "consumer";
            case SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> "unspecified";
        };
    }

    private static Fields ids(Span span, Fields fields) {
        fields.put("trace.trace_id", Otlp.id("trace id", span.getTraceId(), TRACE_ID));
        fields.put("trace.span_id", Otlp.id("span id", span.getSpanId(), SPAN_ID));
        return fields.put("trace.parent_id", Otlp.idIfAny("parent span id", span.getParentSpanId(), SPAN_ID));
    }

    private static Fields duration(Span span, Fields fields) {
        long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
        if (nanos < 0 || span.getStartTimeUnixNano() == 0) {
            return fields.put("duration_ms", 0.0).put("meta.invalid_duration", true);
        }
        return fields.put("duration_ms", nanos / NANOS_PER_MS);
    }

    private static Fields inside(Span.Event inside, Span span, Map<String, Object> shared, Object rate) {
        double since = (inside.getTimeUnixNano() - span.getStartTimeUnixNano()) / NANOS_PER_MS;
        return part(span, shared, inside.getAttributesList(), "span_event")
                .put("name", inside.getName())
                .put("parent_name", span.getName())
                .put("meta.time_since_span_start_ms", since)
                .sampledAt(rate);
    }

    private static Fields link(Span.Link link, Span span, Map<String, Object> shared, Object rate) {
        return part(span, shared, link.getAttributesList(), "link")
                .put("name", span.getName())
                .put("trace.link.trace_id", Otlp.idIfAny("link's trace id", link.getTraceId(), TRACE_ID))
                .put("trace.link.span_id", Otlp.idIfAny("link's span id", link.getSpanId(), SPAN_ID))
                .sampledAt(rate);
    }

    /** What a span's events and links say, too: they are of its station, and nobody who sends for several need repeat which. */
    private static Map<String, Object> shared(Fields span, Map<String, Object> common) {
        Map<String, Object> shared = new HashMap<>();
        for (String name : List.of(Event.DATASET, "service.name", "library.name", "library.version")) {
            if (common.containsKey(name)) {
                shared.put(name, common.get(name));
            }
        }
        if (span.has(STATION)) {
            shared.put(STATION, span.text(STATION));
        }
        return shared;
    }

    private static Fields part(Span span, Map<String, Object> shared, List<KeyValue> attributes, String type) {
        Fields fields = new Fields().putAll(shared).putAll(Otlp.map(attributes));
        return Otlp.own(fields, shared, "trace")
                .put("trace.trace_id", Otlp.hex(span.getTraceId()))
                .put("trace.parent_id", Otlp.hex(span.getSpanId()))
                .put("meta.annotation_type", type);
    }
}
