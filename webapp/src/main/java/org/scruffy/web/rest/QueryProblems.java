package org.scruffy.web.rest;

import io.opentelemetry.api.trace.Span;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.NoAnswer;

/** Problem details of questions about events that are wrong, or that have no answer now. */
final class QueryProblems {

    private static final int UNAVAILABLE = 503;
    /** Nobody reads it: as other servers note that the client closed the request, which is no fault of theirs. */
    private static final int CLIENT_GONE = 499;

    private QueryProblems() {}

    /** 400, naming the field. */
    @Provider
    public static class OfQuery implements ExceptionMapper<BadQuery> {

        @Override
        public Response toResponse(BadQuery wrong) {
            return response(of(wrong));
        }
    }

    /** 503: asking again later, or for less, may help. */
    @Provider
    public static class OfStore implements ExceptionMapper<NoAnswer> {

        @Override
        public Response toResponse(NoAnswer missing) {
            return response(of(missing));
        }
    }

    static JsonObject of(BadQuery wrong) {
        JsonArrayBuilder errors = Json.createArrayBuilder()
                .add(Json.createObjectBuilder()
                        .add("field", wrong.field())
                        .add("found", wrong.found())
                        .add("expected", wrong.expected()));
        return problem(400, "bad-query", "Bad query", wrong.getMessage(), errors);
    }

    static JsonObject of(NoAnswer missing) {
        int status = missing.isCancelled() ? CLIENT_GONE : UNAVAILABLE;
        return problem(status, "no-answer", "No answer", missing.getMessage(), Json.createArrayBuilder());
    }

    private static JsonObject problem(int status, String name, String title, String detail, JsonArrayBuilder errors) {
        return Json.createObjectBuilder()
                .add("type", "urn:scruffy:problem:" + name)
                .add("title", title)
                .add("status", status)
                .add("detail", detail)
                .add("errors", errors)
                .add("traceId", Span.current().getSpanContext().getTraceId())
                .build();
    }

    private static Response response(JsonObject problem) {
        int status = problem.getInt("status");
        return Response.status(status)
                .type("application/problem+json")
                .header("Cache-Control", "no-store")
                .header("Retry-After", status == UNAVAILABLE ? "10" : null)
                .entity(problem.toString())
                .build();
    }
}
