package org.scruffy.web.ingest;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.scruffy.telemetry.wire.Row;
import org.scruffy.telemetry.wire.Zipkin;
import org.scruffy.web.rest.ZipkinQueryServlet;

/**
 * {@code POST /zipkin/api/v2/spans}, or {@code /api/v2/spans}: Zipkin's spans, JSON or protobuf. Zipkin has no word for some that are
 * kept: then it is all or none. Who reads at the same address is led to the one that tells.
 */
@WebServlet({"/zipkin/api/v2/spans", "/api/v2/spans"})
public class ZipkinServlet extends IngestServlet {

    private static final long serialVersionUID = 1L;
    private static final long LARGEST = 20_000_000;

    @Override
    void take(Post post, HttpServletResponse response) throws IOException {
        boolean json = !Post.type(post.request()).endsWith("protobuf");
        List<Row> rows = Zipkin.read(post.body(LARGEST), json, post.arrival());
        refuseAny(post.admit(rows));
        List<Row> kept = post.keep(rows);
        refuseAny(kept);
        warn(response, kept);
        response.setStatus(HttpServletResponse.SC_ACCEPTED);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        getServletContext()
                .getNamedDispatcher(ZipkinQueryServlet.class.getName())
                .forward(request, response);
    }

    private static void refuseAny(List<Row> rows) throws Refusal {
        String refusals = rows.stream()
                .filter(Row::isRefused)
                .map(Row::refusal)
                .distinct()
                .limit(3)
                .collect(Collectors.joining("; "));
        if (!refusals.isEmpty()) {
            throw new Refusal(400, refusals);
        }
    }

    @Override
    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(response, "text/plain;charset=utf-8", refusal.getMessage().getBytes(StandardCharsets.UTF_8));
    }
}
