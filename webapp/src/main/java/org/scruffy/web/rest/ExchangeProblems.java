package org.scruffy.web.rest;

import io.opentelemetry.api.trace.Span;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.scruffy.client.Problem;
import org.scruffy.exchange.ExchangeRefused;

/** Problem details of imports and exports that cannot be done. */
@Provider
public class ExchangeProblems implements ExceptionMapper<ExchangeRefused> {

    @Override
    public Response toResponse(ExchangeRefused refused) {
        return switch (refused.reason()) {
            case UNKNOWN -> problem(404, "no-such-file", "No such import or format", refused);
            case SETTINGS -> problem(400, "bad-input", "Bad input", refused);
            case CONFLICT -> problem(409, "import-refused", "The import cannot be taken over", refused);
            case KEY_REUSED -> problem(422, "key-reused", "The key belongs to another request", refused);
            case FORMAT_FAILED -> problem(502, "format-failed", "The format's plugin failed", refused);
        };
    }

    private static Response problem(int status, String name, String title, ExchangeRefused refused) {
        Problem problem = new Problem(
                "urn:scruffy:problem:" + name,
                title,
                status,
                refused.getMessage(),
                List.of(new Problem.Error(refused.field(), refused.found(), refused.expected())),
                Span.current().getSpanContext().getTraceId());
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(problem)
                .build();
    }
}
