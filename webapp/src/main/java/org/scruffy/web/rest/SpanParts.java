package org.scruffy.web.rest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.scruffy.spi.telemetry.Event;

/**
 * A span's event taken apart again into what OpenTelemetry has a place for each. Which fields were those of the resource is known
 * by their names alone.
 *
 * @param inside what happened inside
 * @param links which other spans it names
 */
record SpanParts(Event event, List<Event> inside, List<Event> links) {

    private static final List<String> RESOURCE = List.of(
            "service.",
            "telemetry.",
            "host.",
            "process.",
            "os.",
            "container.",
            "k8s.",
            "cloud.",
            "deployment.",
            "device.");
    private static final Set<String> PLACED = Set.of(
            "trace.trace_id",
            "trace.span_id",
            "trace.parent_id",
            "trace.trace_state",
            "trace.link.trace_id",
            "trace.link.span_id",
            "name",
            "parent_name",
            "duration_ms",
            "span.kind",
            "span.num_events",
            "span.num_links",
            "error",
            "status_code",
            "status_message",
            "library.name",
            "library.version",
            "meta.signal_type",
            "meta.annotation_type",
            "meta.time_since_span_start_ms",
            Event.DATASET);
    private static final List<String> KINDS = List.of("", "internal", "server", "client", "producer", "consumer");
    private static final double NANOS_PER_MS = 1e6;
    private static final int TRACE_ID = 32;
    private static final int SPAN_ID = 16;

    /** The spans of a trace, in the order of the events. */
    static List<SpanParts> of(List<Event> trace) {
        Map<String, List<Event>> events = new HashMap<>();
        Map<String, List<Event>> links = new HashMap<>();
        List<Event> spans = new ArrayList<>();
        for (Event event : trace) {
            String parent = event.text("trace.parent_id");
            switch (event.text("meta.annotation_type")) {
                case "" -> {
                    if (!event.text("trace.span_id").isEmpty()) {
                        spans.add(event);
                    }
                }
                case "span_event" ->
                    events.computeIfAbsent(parent, first -> new ArrayList<>()).add(event);
                case "link" ->
                    links.computeIfAbsent(parent, first -> new ArrayList<>()).add(event);
                default -> {} // of no kind that others know
            }
        }
        // two halves of a span of Zipkin's have one id: what happened inside is told once, with the first
        return spans.stream()
                .map(span -> new SpanParts(span, taken(events, span), taken(links, span)))
                .toList();
    }

    private static List<Event> taken(Map<String, List<Event>> from, Event span) {
        List<Event> mine = from.remove(span.text("trace.span_id"));
        return mine == null ? List.of() : mine;
    }

    static String traceId(String id) {
        return padded(id, TRACE_ID);
    }

    static String spanId(String id) {
        return padded(id, SPAN_ID);
    }

    private static String padded(String id, int digits) {
        return "0".repeat(Math.max(0, digits - id.length())) + id;
    }

    String id() {
        return spanId(event.text("trace.span_id"));
    }

    String trace() {
        return traceId(event.text("trace.trace_id"));
    }

    /** Empty for a root. */
    String parent() {
        String parent = event.text("trace.parent_id");
        return parent.isEmpty() ? "" : spanId(parent);
    }

    long startNanos() {
        return nanos(event);
    }

    long lengthNanos() {
        return Math.max(0, Math.round(event.number("duration_ms") * NANOS_PER_MS));
    }

    static long nanos(Event event) {
        return TimeUnit.SECONDS.toNanos(event.time().getEpochSecond())
                + event.time().getNano();
    }

    /** 1 for a span that is internal, as OpenTelemetry counts kinds; 0 where it does not say. */
    int kind() {
        return Math.max(0, KINDS.indexOf(event.text("span.kind").toLowerCase(Locale.ROOT)));
    }

    boolean failed() {
        return Boolean.TRUE.equals(event.fields().get("error"));
    }

    /** 0, 1 for well, 2 for failed. */
    long status() {
        return failed() ? 2 : event.fields().get("status_code") instanceof Long code && code == 1 ? 1 : 0;
    }

    Map<String, Object> resource() {
        return fields(event, SpanParts::ofResource);
    }

    Map<String, Object> attributes() {
        return attributes(event);
    }

    static Map<String, Object> attributes(Event event) {
        return fields(event, name -> !ofResource(name) && !PLACED.contains(name));
    }

    private static boolean ofResource(String name) {
        return RESOURCE.stream().anyMatch(name::startsWith);
    }

    private static Map<String, Object> fields(Event event, Predicate<String> which) {
        Map<String, Object> fields = new TreeMap<>(event.fields());
        fields.keySet().removeIf(which.negate());
        return fields;
    }
}
