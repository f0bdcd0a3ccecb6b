package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.scruffy.telemetry.BubbleUp;
import org.scruffy.telemetry.Differences;
import org.scruffy.telemetry.Shapes;
import org.scruffy.telemetry.TraceShape;

/**
 * {@code POST /api/v1/bubbleup}: which columns tell selected events from the rest.
 *
 * <p>{@code query} is what was looked at, with {@code from}, {@code to}, {@code filters} and {@code calculated_fields} as in a query, which
 * the rest may use too. {@code selection} is the part of it that stands out: more {@code filters}, and perhaps a {@code from} and a {@code to} of its own; or it is the {@code box} of a
 * heatmap, {@code {column, from, to, atLeast, below}}. It is compared with the rest of the query, or with {@code baseline}, a
 * query again.
 *
 * <p>The answer's {@code columns} come significant ones first, by {@code atLeast}. Shares, {@code p}, {@code q} and {@code divergence}
 * are from 0 to 1. 400 names the field that is wrong, 503 says that the store has no answer in time.
 */
@Path("/v1/bubbleup")
@ApplicationScoped
public class BubbleUpResource {

    private final BubbleUp bubbleUp;
    private final Shapes shapes;
    private final Clock clock;

    protected BubbleUpResource() {
        this(null, null, null);
    }

    @Inject
    public BubbleUpResource(BubbleUp bubbleUp, Shapes shapes, Clock clock) {
        this.bubbleUp = bubbleUp;
        this.shapes = shapes;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public String explain(String body) {
        BubbleUpDocument asked = BubbleUpDocument.read(body);
        Instant start = clock.instant();
        Differences differences = bubbleUp.explain(asked.selection(), asked.baseline());
        return BubbleUpDocument.answer(
                differences, Duration.between(start, clock.instant()).toMillis());
    }

    /**
     * {@code POST /api/v1/bubbleup/shapes}: the same body; the traces that have a selected event beside those of the baseline that have
     * none, as one tree. Of either side at most 100 traces are read, the first by their ids, and each counts once, whatever its sample rate.
     *
     * @return {@code selection} and {@code baseline}, how many traces these are, and at most 2,000 {@code nodes}, breadth first: each with
     *     the place of its {@code parent} in the list (-1 for roots), and for both sides how many {@code spans} there were for a trace,
     *     {@code selfMs} and {@code totalMs} for a trace, how many {@code traces} had any, and an example: {@code trace}, {@code span}
     */
    @POST
    @Path("shapes")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public TraceShape shapes(String body) {
        BubbleUpDocument asked = BubbleUpDocument.read(body);
        return shapes.compare(asked.selection(), asked.baseline());
    }
}
