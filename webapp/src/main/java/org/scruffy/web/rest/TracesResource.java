package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.scruffy.schedule.Reading;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Trace;
import org.scruffy.telemetry.Traces;

/** {@code GET /api/v1/traces/{traceId}}: what happened for one request, and what was wrong with it. */
@Path("/v1/traces")
@ApplicationScoped
public class TracesResource {

    private static final int LONGEST_ID = 128;
    private static final double NANOS_PER_MS = 1e6;

    private final Traces traces;
    private final Proofs proofs;

    protected TracesResource() {
        this(null, null);
    }

    @Inject
    public TracesResource(Traces traces, Proofs proofs) {
        this.traces = traces;
        this.proofs = proofs;
    }

    /**
     * {@code spans} breadth first, at most 32,000, with {@code startMs} after the trace's {@code start}; {@code notes}, what happened inside these
     * ({@code span_event}) and which others they name ({@code link}), each with the {@code span} it belongs to, at most 32,000 by time;
     * {@code truncated} where there are more of either; {@code findings}, each with what it advises and, of that, {@code snippets} of code
     * with their {@code language}.
     */
    @GET
    @Plan.Reads(Plan.NOTHING)
    @Path("/{traceId}")
    @Produces(MediaType.APPLICATION_JSON)
    public StreamingOutput trace(@PathParam("traceId") String id) {
        Trace trace = kept(id);
        return out -> write(trace, out);
    }

    /**
     * {@code POST /api/v1/traces/{traceId}/proof}, for administrators: reads again what the trace read, lazily, with the relations of
     * its findings read for all owners at once, and by its fetch plan. All in one read-only transaction; each way with its
     * {@code statements}, {@code ms} and whether it read the {@code same}. 400 for the trace of a request that cannot be replayed.
     */
    @POST
    @Path("/{traceId}/proof")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Reading> proof(@PathParam("traceId") String id) {
        return proofs.of(kept(id));
    }

    private Trace kept(String id) {
        if (id.length() > LONGEST_ID) {
            throw new BadQuery("traceId", id.length() + " characters", "at most " + LONGEST_ID);
        }
        return traces.trace(id).orElseThrow(() -> new NotFoundException("No span of trace " + id + " is kept"));
    }

    private static void write(Trace trace, OutputStream out) {
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

    private static void write(TraceSpan span, JsonGenerator json) {
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
        span.fields().forEach((name, value) -> json.write(name, AnswerDocument.value(value)));
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
