package org.scruffy.web.ingest;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.scruffy.telemetry.wire.Otlp;
import org.scruffy.telemetry.wire.Row;

/**
 * {@code POST /v1/traces}, {@code /v1/logs}, {@code /v1/metrics}: OTLP over HTTP, protobuf or JSON, answered as it was asked. Where the
 * Content-Type does not say which, the body does.
 */
@WebServlet({"/v1/traces", "/v1/logs", "/v1/metrics"})
public class OtlpServlet extends IngestServlet {

    private static final long serialVersionUID = 1L;
    static final int LARGEST = 20_000_000;
    private static final String JSON = "application/json";
    private static final String PROTOBUF = "application/x-protobuf";
    private static final Set<String> PACKED = Set.of(PROTOBUF, "application/protobuf");
    private static final Set<String> UNSAID = Set.of("", "application/octet-stream");

    @Override
    void take(Post post, HttpServletResponse response) throws IOException {
        InputStream body = new BufferedInputStream(post.body(LARGEST));
        boolean json = isJson(Post.type(post.request()), body);
        response.setContentType(json ? JSON : PROTOBUF); // of refusals, too
        Otlp.Signal signal = signal(post.request().getServletPath());
        List<Row> rows = post.keep(Otlp.read(signal, body, json, post.arrival()));
        write(response, json ? JSON : PROTOBUF, Otlp.answer(signal, rows, json));
    }

    private static boolean isJson(String type, InputStream body) throws IOException {
        if (UNSAID.contains(type)) {
            return Otlp.isJson(body);
        }
        if (!type.equals(JSON) && !PACKED.contains(type)) {
            throw new Refusal(415, "Content-Type is '" + type + "', expected " + PROTOBUF + " or " + JSON);
        }
        return type.equals(JSON);
    }

    private static Otlp.Signal signal(String path) {
        return switch (path) {
            case "/v1/traces" -> Otlp.Signal.TRACES;
            case "/v1/logs" -> Otlp.Signal.LOGS;
            default -> Otlp.Signal.METRICS;
        };
    }

    @Override
    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean json = response.getContentType() == null
                ? !PACKED.contains(Post.type(request))
                : response.getContentType().startsWith(JSON);
        write(response, json ? JSON : PROTOBUF, Otlp.failure(code(refusal.status()), refusal.getMessage(), json));
    }

    /** The code of gRPC that means the same. */
    static int code(int status) {
        return switch (status) {
            case 401 -> 16;
            case 403 -> 7;
            case 413, 429 -> 8;
            case 503 -> 14;
            default -> 3;
        };
    }
}
