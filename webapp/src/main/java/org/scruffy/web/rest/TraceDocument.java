package org.scruffy.web.rest;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;
import org.scruffy.telemetry.Trace;

/**
 * A trace as the API tells it.
 *
 * @param given which fields of spans
 */
record TraceDocument(Predicate<String> given) {

    private static final double NANOS_PER_MS = 1e6;

    void write(Trace trace, OutputStream out) {
        try (JsonGenerator json = Json.createGenerator(out)) {
            json.writeStartObject()
                    .write("traceId", trace.id())
                    .write("start", trace.start().toString())
                    .write("durationMs", trace.durationMs())
                    .write("truncated", trace.truncated());
            json.writeStartArray("spans");
            trace.spans().forEach(span -> write(span, json));
            json.writeEnd().writeStartArray("notes");
            trace.notes().forEach(note -> write(note, trace.start(), json));
            json.writeEnd().writeStartArray("findings");
            trace.findings().forEach(finding -> write(finding, json));
            json.writeEnd().writeEnd();
        }
    }

    private void write(TraceSpan span, JsonGenerator json) {
        json.writeStartObject()
                .write("id", span.id())
                .write("parent", span.parent())
                .write("name", span.name())
                .write("kind", span.kind())
                .write("service", span.service())
                .write("startMs", span.startMs())
                .write("durationMs", span.durationMs())
                .write("error", span.error());
        json.writeStartObject("fields");
        span.fields().forEach((name, value) -> {
            if (given.test(name)) {
                json.write(name, AnswerDocument.value(value));
            }
        });
        json.writeEnd().writeEnd();
    }

    private static void write(Event note, Instant start, JsonGenerator json) {
        json.writeStartObject()
                .write("kind", note.text("meta.annotation_type"))
                .write("span", note.text("trace.parent_id"))
                .write("name", note.text("name"))
                .write("atMs", Duration.between(start, note.time()).toNanos() / NANOS_PER_MS);
        json.writeStartObject("fields");
        note.fields().forEach((name, value) -> json.write(name, AnswerDocument.value(value)));
        json.writeEnd().writeEnd();
    }

    private static void write(Finding finding, JsonGenerator json) {
        json.writeStartObject()
                .write("kind", finding.kind())
                .write("title", finding.title())
                .write("relation", finding.relation())
                .write("statement", finding.statement())
                .write("count", finding.count())
                .write("totalMs", finding.totalMs())
                .write("entryPoint", finding.place().entryPoint())
                .write("worker", finding.place().worker())
                .write("code", finding.place().code())
                .write("parent", finding.place().parent())
                .write("fingerprint", finding.fingerprint());
        json.writeStartArray("spans");
        finding.spans().forEach(json::write);
        json.writeEnd().write("advice", finding.advice()).writeStartArray("snippets");
        finding.snippets()
                .forEach(snippet -> json.writeStartObject()
                        .write("language", snippet.language())
                        .write("text", snippet.text())
                        .writeEnd());
        json.writeEnd().writeEnd();
    }
}
