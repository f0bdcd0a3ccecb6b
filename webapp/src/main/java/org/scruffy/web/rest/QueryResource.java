package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.telemetry.Events;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.Queries;
import org.scruffy.telemetry.QueryDocument;

/** {@code POST /api/v1/query}: a question about events. */
@Path("/v1/query")
@ApplicationScoped
public class QueryResource {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Queries queries;
    private final Events events;
    private final Ingest ingest;
    private final Callers callers;
    private final Clock clock;

    protected QueryResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public QueryResource(Queries queries, Events events, Ingest ingest, Callers callers, Clock clock) {
        this.queries = queries;
        this.events = events;
        this.ingest = ingest;
        this.callers = callers;
        this.clock = clock;
    }

    /**
     * Works numbers out of the events of a time, for each group of them. Whoever closes the connection cancels the query.
     *
     * <p>The body is a query specification as Honeycomb has it: {@code calculations}, {@code filters}, {@code filter_combination},
     * {@code breakdowns}, {@code havings}, {@code orders}, {@code limit} (1 to 1,000), {@code granularity} in seconds, {@code time_range}
     * with {@code start_time} or {@code end_time}, {@code compare_time_offset_seconds}. The time may also be {@code from} and {@code to},
     * as 2026-01-31T12:00:00Z, and at most 31 days. {@code include} asks for {@code series}, {@code total} and {@code other}.
     *
     * <p>A HEATMAP has rows that grow, 8 to the octave, or of one {@code height}. Its {@code cells} are in {@code heatmap}; of several, that
     * is the first one, and {@code heatmaps} has all of them by {@code HEATMAP(duration_ms)} or the name that each was given.
     *
     * <p>A column may also be a calculated field of the query, one of a related span, {@code root.}, {@code parent.}, {@code child.},
     * {@code any.}, in filters {@code none.}, or one of the whole trace: {@code trace.span_count}, {@code trace.db_count},
     * {@code trace.db_ms}, {@code trace.max_repeat}, {@code trace.error_count}, {@code trace.service_count}, {@code trace.duration_ms}.
     *
     * @return {@code rows} of {@code group}, {@code values} and their standard {@code errors} by {@code P99(duration_ms)}: 0 where nothing
     *     was sampled, null where it cannot be known; {@code before} has the rows of the time compared with.
     *     {@code dropped} are own spans lost since the start, {@code shed} requests with events that were sent away, and {@code full} says why
     *     none can be kept now, empty where they can
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public String query(String body, @Context HttpServletRequest request) {
        Question question = question(body);
        Run run = new Run(PATIENCE);
        Optional<Callers.Watch> watch = callers.watch(request, run);
        try {
            return question.answer(run).build().toString();
        } finally {
            watch.ifPresent(Callers.Watch::close);
        }
    }

    /**
     * The same in lines of JSON as they come: {@code {"id"}} of the run, {@code {"progress", "elapsedMs"}} four times a second with 0
     * to 1, and last {@code {"answer"}} as above or {@code {"problem"}}. Whoever closes the connection cancels the query.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces("application/x-ndjson;qs=0.5") // who takes anything gets JSON
    public StreamingOutput stream(String body) {
        Question question = question(body);
        queries.check(question.query);
        return out -> new QueryStream(out, clock).tell(queries, question::answer);
    }

    /** Cancels a query that is streamed from this node; 404 where there is none of this id, any more. */
    @DELETE
    @Path("/{id}")
    public void cancel(@PathParam("id") String id) {
        if (!queries.cancel(id)) {
            throw new NotFoundException("No query " + id + " runs here");
        }
    }

    private Question question(String body) {
        JsonObject document = SentJson.object(body);
        return new Question(QueryDocument.read(document, clock.instant()), QueryDocument.comparison(document));
    }

    /** A question, and how much earlier the time is that it is compared with. */
    private final class Question {

        private final Query query;
        private final Duration offset;

        Question(Query query, Duration offset) {
            this.query = query;
            this.offset = offset;
        }

        JsonObjectBuilder answer(Run run) {
            Instant asked = clock.instant();
            Result result = queries.ask(query, run);
            JsonObjectBuilder answer = AnswerDocument.of(query, result);
            if (!offset.isZero()) {
                Query earlier = query.earlier(offset);
                answer.add("before", AnswerDocument.of(earlier, queries.earlier(query, result, offset, run)));
            }
            return answer.add("tookMs", Duration.between(asked, clock.instant()).toMillis())
                    .add("dropped", ingest.dropped())
                    .add("shed", ingest.shed().requests())
                    .add("full", events.full());
        }
    }
}
