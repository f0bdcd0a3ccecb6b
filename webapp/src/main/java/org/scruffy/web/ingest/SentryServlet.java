package org.scruffy.web.ingest;

import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.scruffy.telemetry.wire.Row;
import org.scruffy.telemetry.wire.Sentry;

/**
 * {@code POST /api/{project}/envelope/}: envelopes of Sentry's SDKs, for the DSN {@code http://key@host:port/project} and a number
 * for a project; whatever the Content-Type is. Its SDKs come again after 429 alone.
 */
@WebServlet("/sentry/*")
public class SentryServlet extends IngestServlet {

    private static final long serialVersionUID = 1L;
    private static final long LARGEST = 20_000_000;
    private static final Pattern ENVELOPE = Pattern.compile("/api/([0-9]{1,20})/envelope/?");

    @Override
    int statusOfLater() {
        return 429;
    }

    @Override
    void take(Post post, HttpServletResponse response) throws IOException {
        Matcher path = ENVELOPE.matcher(String.valueOf(post.request().getPathInfo()));
        if (!path.matches()) {
            throw new Refusal(404, "There is nothing here, expected /api/{project}/envelope/");
        }
        Sentry sentry = Sentry.read(post.body(LARGEST), path.group(1), post.arrival());
        List<Row> rows = post.keep(sentry.rows());
        if (!rows.isEmpty() && rows.stream().allMatch(Row::isRefused)) {
            throw new Refusal(400, rows.get(0).refusal());
        }
        warn(response, rows);
        json(response, "id", sentry.id());
    }

    @Override
    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (refusal.retryAfter() > 0) {
            response.setHeader("X-Sentry-Rate-Limits", refusal.retryAfter() + "::organization");
        }
        json(response, "detail", refusal.getMessage());
    }

    private static void json(HttpServletResponse response, String name, String value) throws IOException {
        String text = Json.createObjectBuilder().add(name, value).build().toString();
        write(response, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }
}
