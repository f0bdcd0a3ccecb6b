package org.scruffy.web.door;

import io.opentelemetry.api.trace.Span;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Problem details (RFC 9457) of what goes wrong outside the API's resources. */
public final class Problems {

    public static final String TYPE = "application/problem+json";

    private Problems() {}

    public static void answer(HttpServletResponse response, int status, String title, String detail)
            throws IOException {
        response.setStatus(status);
        response.setContentType(TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(document(status, title, detail));
    }

    public static byte[] document(int status, String title, String detail) {
        JsonObjectBuilder problem = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status)
                .add("detail", detail)
                .add("errors", Json.createArrayBuilder())
                .add("traceId", Span.current().getSpanContext().getTraceId());
        return problem.build().toString().getBytes(StandardCharsets.UTF_8);
    }
}
