package org.scruffy.web.ingest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
 * The answer is {@code {"kept":2,"refused":[{"line":3,"error":"…"}],"warnings":[]}} with 200, or with 400 where none of the events was
 * kept; a warning names a line that is kept without some columns, as its dataset has too many. Lines are counted from 1, without the
 * empty ones. No dataset can be called {@code tail}.
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
        JsonArrayBuilder warnings = Json.createArrayBuilder();
        int kept = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isRefused()) {
                refused.add(line(i, rows.get(i).refusal()));
                continue;
            }
            kept++;
            if (!rows.get(i).warning().isEmpty()) {
                warnings.add(line(i, rows.get(i).warning()));
            }
        }
        response.setStatus(kept == 0 && !rows.isEmpty() ? 400 : 200);
        String answer = Json.createObjectBuilder()
                .add("kept", kept)
                .add("refused", refused)
                .add("warnings", warnings)
                .build()
                .toString();
        write(response, "application/json", answer.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObjectBuilder line(int index, String words) {
        return Json.createObjectBuilder().add("line", index + 1).add("error", words);
    }

    @Override
    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Problems.answer(response, refusal.status(), "Events are not kept", refusal.getMessage());
    }
}
