package org.scruffy.web.rest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.scruffy.client.ConflictDocument;
import org.scruffy.client.Problem;
import org.scruffy.desk.EditRefused;
import org.scruffy.rule.Conflict;

/** Problem details of edits that were refused. */
@Provider
public class DeskProblems implements ExceptionMapper<EditRefused> {

    private record Kind(String name, String title, int status) {}

    @Override
    public Response toResponse(EditRefused refused) {
        Problem problem = problem(refused);
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(problem)
                .build();
    }

    static Problem problem(EditRefused refused) {
        Kind kind = kind(refused.because());
        SpanContext span = Span.current().getSpanContext();
        return new Problem(
                "urn:scruffy:problem:" + kind.name(),
                kind.title(),
                kind.status(),
                refused.getMessage(),
                List.of(new Problem.Error(refused.field(), refused.found(), refused.expected())),
                span.isValid() ? span.getTraceId() : "",
                refused.conflicts().stream().map(DeskProblems::conflict).toList());
    }

    static ConflictDocument conflict(Conflict conflict) {
        return new ConflictDocument(
                conflict.rule(),
                conflict.severity().name(),
                conflict.feed(),
                conflict.day().toString(),
                conflict.breakId(),
                conflict.spotId(),
                conflict.message());
    }

    private static Kind kind(EditRefused.Because because) {
        return switch (because) {
            case INVALID -> new Kind("bad-input", "Bad input", 400);
            case UNKNOWN -> new Kind("not-in-schedule", "Not in the schedule", 404);
            case CLASH -> new Kind("clash", "Something is in the way", 409);
            case CONFLICT -> new Kind("conflict", "The rules do not allow it", 409);
            case LOCKED -> new Kind("locked", "It is locked", 409);
            case STARTED -> new Kind("started", "It has gone on air", 409);
            case STALE -> new Kind("stale", "Somebody changed it in the meantime", 412);
            case NO_VERSION -> new Kind("version-required", "The version is missing", 428);
            case OTHER_REQUEST -> new Kind("other-request", "The Idempotency-Key is of another request", 422);
            case IN_PROGRESS -> new Kind("in-progress", "The same request is under way", 409);
        };
    }
}
