package org.scruffy.web.ingest;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.scruffy.telemetry.wire.Row;
import org.scruffy.telemetry.wire.Sentry;

/**
 * {@code POST /api/{project}/envelope/}: envelopes of Sentry's SDKs, for the DSN {@code http://key@host:port/project} and a number
 * for a project; whatever the Content-Type is. Its SDKs come again after 429 alone. An envelope of which some is kept is answered with
 * 200, its id, and the refusals of the others, {@code {"id":"…","detail":"1 of 3 events not kept","causes":["Event 2: …"]}}, counted
 * from 1 in the envelope's order, a transaction before its spans; the header X-Sentry-Error says the same.
 */
@WebServlet("/sentry/*")
public class SentryServlet extends IngestServlet {

    private static final long serialVersionUID = 1L;
    private static final long LARGEST = 20_000_000;
    private static final int MOST_CAUSES = 10;
    private static final int LONGEST_ERROR = 500;
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
        JsonObjectBuilder answer = Json.createObjectBuilder().add("id", sentry.id());
        tell(rows, answer, response);
        json(response, answer);
    }

    /** Beside the id, in the words of Relay's refusals: with another status the SDKs would count all as lost. */
    private static void tell(List<Row> rows, JsonObjectBuilder answer, HttpServletResponse response) {
        List<String> causes = IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).isRefused())
                .mapToObj(i -> "Event " + (i + 1) + ": " + rows.get(i).refusal())
                .toList();
        if (causes.isEmpty()) {
            return;
        }
        String detail = causes.size() + " of " + rows.size() + " events not kept";
        List<String> first = causes.subList(0, Math.min(causes.size(), MOST_CAUSES));
        answer.add("detail", detail).add("causes", Json.createArrayBuilder(first));
        error(response, detail + ": " + String.join("; ", first));
    }

    private static void error(HttpServletResponse response, String words) {
        String plain = plain(words);
        response.setHeader("X-Sentry-Error", plain.substring(0, Math.min(plain.length(), LONGEST_ERROR)));
    }

    @Override
    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (refusal.retryAfter() > 0) {
            response.setHeader("X-Sentry-Rate-Limits", refusal.retryAfter() + "::organization");
        }
        error(response, refusal.getMessage());
        json(response, Json.createObjectBuilder().add("detail", refusal.getMessage()));
    }

    private static void json(HttpServletResponse response, JsonObjectBuilder answer) throws IOException {
        String text = answer.build().toString();
        write(response, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }
}
