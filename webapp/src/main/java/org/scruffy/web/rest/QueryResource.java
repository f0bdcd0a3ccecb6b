package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Ingest;
import org.scruffy.telemetry.Queries;

/** {@code POST /api/v1/query}: a question about events. */
@Path("/v1/query")
@ApplicationScoped
public class QueryResource {

    private final Queries queries;
    private final Ingest ingest;
    private final Clock clock;

    protected QueryResource() {
        this(null, null, null);
    }

    @Inject
    public QueryResource(Queries queries, Ingest ingest, Clock clock) {
        this.queries = queries;
        this.ingest = ingest;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public String query(String body) {
        Query query = QueryDocument.read(parsed(body));
        Instant asked = clock.instant();
        Result result = queries.ask(query);
        long took = Duration.between(asked, clock.instant()).toMillis();
        return QueryDocument.answer(query, result, took, ingest.dropped()).toString();
    }

    private static JsonObject parsed(String body) {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            JsonStructure document = reader.read();
            if (document instanceof JsonObject object) {
                return object;
            }
            throw new BadQuery("body", "an array", "a JSON object");
        } catch (JsonException e) {
            throw new BadQuery("body", "no JSON: " + e.getMessage(), "a JSON object");
        }
    }
}
