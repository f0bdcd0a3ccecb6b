package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Trace;
import org.scruffy.telemetry.Traces;

/** {@code GET /api/v1/traces/{traceId}}: what happened for one request, and what was wrong with it. */
@Path("/v1/traces")
@ApplicationScoped
public class TracesResource {

    private static final int LONGEST_ID = 128;

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
     *
     * @param only which {@code fields} of spans to give, a {@code field} for each: they are most of the answer. All where none is named
     */
    @GET
    @Plan.Reads(Plan.NOTHING)
    @Path("/{traceId}")
    @Produces(MediaType.APPLICATION_JSON)
    public StreamingOutput trace(@PathParam("traceId") String id, @QueryParam("field") List<String> only) {
        Trace trace = kept(id);
        Predicate<String> given = only.isEmpty() ? name -> true : Set.copyOf(only)::contains;
        return out -> new TraceDocument(given).write(trace, out);
    }

    /**
     * {@code POST /api/v1/traces/{traceId}/proof}, for administrators: asks again what the trace asked, as it is and with the
     * relations of its findings read for all owners at once. Both in transactions that see the same and change nothing, each with its
     * {@code statements} and {@code ms}; {@code same} says whether both answered the same, and {@code verdict} what that proves. 409
     * where that cannot be done, and why.
     */
    @POST
    @Path("/{traceId}/proof")
    @Produces(MediaType.APPLICATION_JSON)
    public Proof proof(@PathParam("traceId") String id, @Context HttpServletRequest request) {
        return proofs.of(kept(id), new Replays(request));
    }

    private Trace kept(String id) {
        if (id.length() > LONGEST_ID) {
            throw new BadQuery("traceId", id.length() + " characters", "at most " + LONGEST_ID);
        }
        return traces.trace(id).orElseThrow(() -> new NotFoundException("No span of trace " + id + " is kept"));
    }
}
