package org.scruffy.web.ingest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.scruffy.telemetry.wire.JsonLines;
import org.scruffy.telemetry.wire.Row;
import org.scruffy.web.door.Problems;

/**
 * {@code POST /api/v1/events/{dataset}}: an event a line, each a JSON object, whatever the Content-Type is; {@code curl} is enough.
 * The answer is {@code {"kept":2,"refused":[{"line":3,"error":"…"}]}} with 200, or with 400 where none of the events was kept;
 * lines are counted from 1, without the empty ones.
 */
@WebServlet("/api/v1/events/*")
public class LinesServlet extends IngestServlet {

    private static final long serialVersionUID = 1L;
    private static final long LARGEST = 20_000_000;

    @Override
    void take(Post post, HttpServletResponse response) throws IOException {
        String path = String.valueOf(post.request().getPathInfo());
        if (path.length() < 2) {
            throw new Refusal(404, "The address lacks its dataset, expected /api/v1/events/{dataset}");
        }
        List<Row> rows = post.keep(JsonLines.read(post.body(LARGEST), path.substring(1), post.arrival()));
        JsonArrayBuilder refused = Json.createArrayBuilder();
        int kept = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isRefused()) {
                refused.add(Json.createObjectBuilder()
                        .add("line", i + 1)
                        .add("error", rows.get(i).refusal()));
            } else {
                kept++;
            }
        }
        response.setStatus(kept == 0 && !rows.isEmpty() ? 400 : 200);
        String answer = Json.createObjectBuilder()
                .add("kept", kept)
                .add("refused", refused)
                .build()
                .toString();
        write(response, "application/json", answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problems.answer(response, refusal.status(), "Events are not kept", refusal.getMessage());
    }
}
