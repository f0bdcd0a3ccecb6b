package org.scruffy.web.rest;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.telemetry.Event;

/** Spans as OTLP has them in JSON: {@code {"resourceSpans":[{"resource":{…},"scopeSpans":[{"scope":{…},"spans":[…]}]}]}}. */
final class OtlpDocument {

    private static final JsonProvider JSON = JsonProvider.provider();

    private record Scope(String name, String version) {}

    private OtlpDocument() {}

    static JsonObjectBuilder of(List<SpanParts> spans) {
        Map<Map<String, Object>, Map<Scope, JsonArrayBuilder>> resources = new LinkedHashMap<>();
        for (SpanParts span : spans) {
            Scope scope =
                    new Scope(span.event().text("library.name"), span.event().text("library.version"));
            resources
                    .computeIfAbsent(span.resource(), resource -> new LinkedHashMap<>())
                    .computeIfAbsent(scope, first -> JSON.createArrayBuilder())
                    .add(span(span));
        }
        JsonArrayBuilder all = JSON.createArrayBuilder();
        resources.forEach((resource, scopes) -> all.add(JSON.createObjectBuilder()
                .add("resource", JSON.createObjectBuilder().add("attributes", attributes(resource)))
                .add("scopeSpans", scopes(scopes))));
        return JSON.createObjectBuilder().add("resourceSpans", all);
    }

    private static JsonArrayBuilder scopes(Map<Scope, JsonArrayBuilder> scopes) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        scopes.forEach((scope, spans) -> all.add(JSON.createObjectBuilder()
                .add("scope", JSON.createObjectBuilder().add("name", scope.name).add("version", scope.version))
                .add("spans", spans)));
        return all;
    }

    private static JsonObjectBuilder span(SpanParts span) {
        JsonArrayBuilder events = JSON.createArrayBuilder();
        span.inside().forEach(event -> events.add(inside(event)));
        JsonArrayBuilder links = JSON.createArrayBuilder();
        span.links().forEach(link -> links.add(link(link)));
        return JSON.createObjectBuilder()
                .add("traceId", span.trace())
                .add("spanId", span.id())
                .add("traceState", span.event().text("trace.trace_state"))
                .add("parentSpanId", span.parent())
                .add("name", span.event().text("name"))
                .add("kind", span.kind())
                .add("startTimeUnixNano", Long.toString(span.startNanos()))
                .add("endTimeUnixNano", Long.toString(span.startNanos() + span.lengthNanos()))
                .add("attributes", attributes(span.attributes()))
                .add("events", events)
                .add("links", links)
                .add(
                        "status",
                        JSON.createObjectBuilder()
                                .add("code", span.status())
                                .add("message", span.event().text("status_message")));
    }

    private static JsonObjectBuilder inside(Event event) {
        return JSON.createObjectBuilder()
                .add("timeUnixNano", Long.toString(SpanParts.nanos(event)))
                .add("name", event.text("name"))
                .add("attributes", attributes(SpanParts.attributes(event)));
    }

    private static JsonObjectBuilder link(Event link) {
        return JSON.createObjectBuilder()
                .add("traceId", SpanParts.traceId(link.text("trace.link.trace_id")))
                .add("spanId", SpanParts.spanId(link.text("trace.link.span_id")))
                .add("attributes", attributes(SpanParts.attributes(link)));
    }

    private static JsonArrayBuilder attributes(Map<String, Object> fields) {
        JsonArrayBuilder attributes = JSON.createArrayBuilder();
        fields.forEach((name, value) ->
                attributes.add(JSON.createObjectBuilder().add("key", name).add("value", value(value))));
        return attributes;
    }

    private static JsonObjectBuilder value(Object value) {
        JsonObjectBuilder any = JSON.createObjectBuilder();
        if (value instanceof Boolean truth) {
            return any.add("boolValue", truth);
        }
        if (value instanceof Long whole) {
            return any.add("intValue", whole.toString());
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? any.add("doubleValue", number) : any.add("doubleValue", number.toString());
        }
        return any.add("stringValue", value.toString());
    }
}
