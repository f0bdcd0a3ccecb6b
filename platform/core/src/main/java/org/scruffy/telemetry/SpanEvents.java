package org.scruffy.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scruffy.spi.telemetry.Event;

/** A span as wide events, named as Honeycomb names the fields of OpenTelemetry: the span itself, and one for each of its events. */
final class SpanEvents {

    static final String DATASET = "scruffy";
    private static final int LONGEST = 65_535;
    private static final double NANOS_PER_MS = 1e6;

    private SpanEvents() {}

    static List<Event> of(SpanData span) {
        List<Event> events = new ArrayList<>();
        events.add(new Event(Instant.ofEpochSecond(0, span.getStartEpochNanos()), fields(span)));
        for (EventData inside : span.getEvents()) {
            if (!inside.getName().equals("exception")) {
                events.add(annotation(inside, span));
            }
        }
        return events;
    }

    private static Map<String, Object> fields(SpanData span) {
        Map<String, Object> fields = new LinkedHashMap<>();
        copy(span.getResource().getAttributes(), fields);
        fields.keySet().removeIf(name -> name.startsWith("telemetry.sdk."));
        span.getEvents().stream()
                .filter(inside -> inside.getName().equals("exception"))
                .findFirst()
                .ifPresent(exception -> copy(exception.getAttributes(), fields));
        copy(span.getAttributes(), fields);
        fields.put("meta.signal_type", "trace");
        fields.put(Event.DATASET, DATASET);
        fields.put("trace.trace_id", span.getTraceId());
        fields.put("trace.span_id", span.getSpanId());
        if (span.getParentSpanContext().isValid()) {
            fields.put("trace.parent_id", span.getParentSpanId());
        }
        fields.put("name", cut(span.getName()));
        fields.put("span.kind", span.getKind().name().toLowerCase(Locale.ROOT));
        status(span, fields);
        duration(span, fields);
        return fields;
    }

    private static void status(SpanData span, Map<String, Object> fields) {
        StatusCode status = span.getStatus().getStatusCode();
        fields.put("status_code", (long) status.ordinal());
        if (status == StatusCode.ERROR) {
            fields.put("error", true);
        }
        if (!span.getStatus().getDescription().isEmpty()) {
            fields.put("status_message", cut(span.getStatus().getDescription()));
        }
    }

    private static void duration(SpanData span, Map<String, Object> fields) {
        long nanos = span.getEndEpochNanos() - span.getStartEpochNanos();
        fields.put("duration_ms", Math.max(0, nanos) / NANOS_PER_MS);
        if (nanos < 0) {
            fields.put("meta.invalid_duration", true);
        }
    }

    private static Event annotation(EventData inside, SpanData span) {
        Map<String, Object> fields = new LinkedHashMap<>();
        copy(inside.getAttributes(), fields);
        fields.put("meta.signal_type", "trace");
        fields.put(Event.DATASET, DATASET);
        fields.put("meta.annotation_type", "span_event");
        fields.put(
                "meta.time_since_span_start_ms", (inside.getEpochNanos() - span.getStartEpochNanos()) / NANOS_PER_MS);
        fields.put("trace.trace_id", span.getTraceId());
        fields.put("trace.parent_id", span.getSpanId());
        fields.put("name", cut(inside.getName()));
        return new Event(Instant.ofEpochSecond(0, inside.getEpochNanos()), fields);
    }

    private static void copy(Attributes attributes, Map<String, Object> fields) {
        attributes.forEach((key, value) -> fields.put(key.getKey(), value(key, value)));
    }

    private static Object value(AttributeKey<?> key, Object value) {
        return switch (key.getType()) {
            case LONG, DOUBLE, BOOLEAN -> value;
            default -> cut(value.toString());
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
