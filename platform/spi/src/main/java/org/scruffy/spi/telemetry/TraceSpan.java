package org.scruffy.spi.telemetry;

import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A span in its trace.
 *
 * @param parent the id of the span it is part of, empty for a root
 * @param startMs how long after the trace's start it began
 * @param fields everything else that is known of it
 */
public record TraceSpan(
        String id,
        String parent,
        String name,
        String kind,
        String service,
        double startMs,
        double durationMs,
        boolean error,
        Map<String, Object> fields) {

    private static final Set<String> CACHES = Set.of("redis", "memcached");

    public TraceSpan {
        fields = Collections.unmodifiableMap(fields);
    }

    /**
     * A span as its event tells it.
     *
     * @param startMs how long after the trace's start it began
     */
    public static TraceSpan of(Event event, double startMs) {
        return new TraceSpan(
                event.text("trace.span_id"),
                event.text("trace.parent_id"),
                event.text("name"),
                event.text("span.kind"),
                event.text("service.name"),
                startMs,
                event.number("duration_ms"),
                Boolean.TRUE.equals(event.fields().get("error")),
                event.fields());
    }

    /** A field in words, empty where the span has no such field. */
    public String text(String field) {
        Object value = fields.get(field);
        return value == null ? "" : value.toString();
    }

    /** Whether it is a statement to a relational database. */
    public boolean statement() {
        return !text("db.statement").isEmpty() && !CACHES.contains(text("db.system"));
    }
}
