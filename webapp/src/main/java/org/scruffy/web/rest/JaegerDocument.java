package org.scruffy.web.rest;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Event;

/** A trace as Jaeger's classic pages have it: {@code {"traceID":…,"spans":[…],"processes":{"p1":{…}},"warnings":null}}. */
final class JaegerDocument {

    private static final JsonProvider JSON = JsonProvider.provider();

    private final Map<Map<String, Object>, String> processes = new LinkedHashMap<>();

    private JaegerDocument() {}

    static JsonObjectBuilder of(List<SpanParts> spans) {
        return new JaegerDocument().trace(spans);
    }

    private JsonObjectBuilder trace(List<SpanParts> spans) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        spans.forEach(span -> all.add(span(span)));
        JsonObjectBuilder named = JSON.createObjectBuilder();
        processes.forEach((resource, id) -> named.add(id, process(resource)));
        return JSON.createObjectBuilder()
                .add("traceID", spans.isEmpty() ? "" : spans.get(0).trace())
                .add("spans", all)
                .add("processes", named)
                .add("warnings", JsonValue.NULL);
    }

    private static JsonObjectBuilder process(Map<String, Object> resource) {
        Map<String, Object> tags = new TreeMap<>(resource);
        Object service = tags.remove("service.name");
        return JSON.createObjectBuilder()
                .add("serviceName", service == null ? "" : service.toString())
                .add("tags", tags(tags));
    }

    private JsonObjectBuilder span(SpanParts span) {
        Map<String, Object> tags = new TreeMap<>(span.attributes());
        for (String name : List.of("span.kind", "status_message")) {
            if (!span.event().text(name).isEmpty()) {
                tags.put(
                        name.replace("status_message", "otel.status_description"),
                        span.event().text(name));
            }
        }
        if (span.failed()) {
            tags.put("error", true);
        }
        JsonArrayBuilder logs = JSON.createArrayBuilder();
        span.inside().forEach(event -> logs.add(log(event)));
        return JSON.createObjectBuilder()
                .add("traceID", span.trace())
                .add("spanID", span.id())
                .add("operationName", span.event().text("name"))
                .add("references", references(span))
                .add("startTime", micros(span.startNanos()))
                .add("duration", micros(span.lengthNanos()))
                .add("tags", tags(tags))
                .add("logs", logs)
                .add("processID", processes.computeIfAbsent(span.resource(), first -> "p" + (processes.size() + 1)))
                .add("warnings", JsonValue.NULL);
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    private static JsonArrayBuilder references(SpanParts span) {
        JsonArrayBuilder references = JSON.createArrayBuilder();
        if (!span.parent().isEmpty()) {
            references.add(reference("CHILD_OF", span.trace(), span.parent()));
        }
        span.links()
                .forEach(link -> references.add(reference(
                        "FOLLOWS_FROM",
                        SpanParts.traceId(link.text("trace.link.trace_id")),
                        SpanParts.spanId(link.text("trace.link.span_id")))));
        return references;
    }

    private static JsonObjectBuilder reference(String type, String trace, String span) {
        return JSON.createObjectBuilder()
                .add("refType", type)
                .add("traceID", trace)
                .add("spanID", span);
    }

    private static JsonObjectBuilder log(Event event) {
        Map<String, Object> fields = new TreeMap<>(SpanParts.attributes(event));
        fields.put("event", event.text("name"));
        return JSON.createObjectBuilder()
                .add("timestamp", micros(SpanParts.nanos(event)))
                .add("fields", tags(fields));
    }

    private static JsonArrayBuilder tags(Map<String, Object> fields) {
        JsonArrayBuilder tags = JSON.createArrayBuilder();
        fields.forEach((name, value) -> {
            JsonObjectBuilder tag = JSON.createObjectBuilder().add("key", name);
            if (value instanceof Boolean truth) {
                tag.add("type", "bool").add("value", truth);
            } else if (value instanceof Long whole) {
                tag.add("type", "int64").add("value", whole);
            } else if (value instanceof Double number && Double.isFinite(number)) {
                tag.add("type", "float64").add("value", number);
            } else {
                tag.add("type", "string").add("value", value.toString());
            }
            tags.add(tag);
        });
        return tags;
    }
}
