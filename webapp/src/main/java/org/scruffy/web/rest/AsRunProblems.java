package org.scruffy.web.rest;

import io.opentelemetry.api.trace.Span;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import org.scruffy.asrun.AsRunProblem;
import org.scruffy.client.Problem;

/** Problem details of what cannot be done with logs, outcomes, make-goods and affidavits. */
@Provider
public class AsRunProblems implements ExceptionMapper<AsRunProblem> {

    @Override
    public Response toResponse(AsRunProblem thrown) {
        Problem problem = new Problem(
                "urn:scruffy:problem:as-run-"
                        + thrown.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                title(thrown.kind()),
                thrown.kind().status(),
                thrown.getMessage(),
                List.of(new Problem.Error(thrown.field(), thrown.found(), thrown.expected())),
                Span.current().getSpanContext().getTraceId());
        return Response.status(thrown.kind().status())
                .type(Problem.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(problem)
                .build();
    }

    private static String title(AsRunProblem.Kind kind) {
        return switch (kind) {
            case BAD_INPUT -> "Bad input";
            case UNKNOWN -> "Not there";
            case CONFLICT -> "It cannot be done now";
            case TOO_LARGE -> "Too large";
        };
    }
}
