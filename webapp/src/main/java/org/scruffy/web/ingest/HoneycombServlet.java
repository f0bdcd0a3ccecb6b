package org.scruffy.web.ingest;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.scruffy.security.Role;
import org.scruffy.telemetry.wire.Honeycomb;
import org.scruffy.telemetry.wire.Row;

/**
 * {@code POST /1/events/{dataset}} and {@code POST /1/batch/{dataset}} as Honeycomb has them, JSON or MessagePack, and
 * {@code GET /1/auth}, which says what a key may do.
 */
@WebServlet("/1/*")
public class HoneycombServlet extends IngestServlet {

    private static final long serialVersionUID = 1L;
    private static final long LARGEST_BATCH = 5_000_000;
    private static final String JSON = "application/json";
    private static final String PACKED = "application/msgpack";
    private static final List<String> RIGHTS = List.of(
            "events",
            "markers",
            "triggers",
            "boards",
            "queries",
            "columns",
            "createDatasets",
            "slos",
            "recipients",
            "privateBoards");
    private static final Set<String> OF_ENGINEERS = Set.of("events", "markers", "queries", "columns", "createDatasets");

    @Override
    void take(Post post, HttpServletResponse response) throws IOException {
        String[] path = path(post.request());
        if (path.length != 2 || path[1].isBlank()) {
            throw new Refusal(404, "dataset not found");
        }
        boolean packed = Post.type(post.request()).contains("msgpack");
        switch (path[0]) {
            case "events" -> event(post, packed, path[1], response);
            case "batch" -> {
                List<Row> rows = Honeycomb.batch(post.body(LARGEST_BATCH), packed, path[1], post.arrival());
                write(response, packed ? PACKED : JSON, Honeycomb.answer(post.keep(rows), packed));
            }
            default -> throw new Refusal(404, "not found");
        }
    }

    /** The parts of the path after {@code /1/}. */
    private static String[] path(HttpServletRequest request) {
        String path = String.valueOf(request.getPathInfo());
        return path.substring(1).split("/");
    }

    private static void event(Post post, boolean packed, String dataset, HttpServletResponse response)
            throws IOException {
        Row row = Honeycomb.event(
                post.body(Honeycomb.LARGEST_EVENT),
                packed,
                dataset,
                post.header("X-Honeycomb-Event-Time"),
                post.header("X-Honeycomb-Samplerate"),
                post.arrival());
        Row kept = post.keep(List.of(row)).get(0);
        if (kept.isRefused()) {
            throw new Refusal(400, kept.refusal());
        }
        warn(response, List.of(kept));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        allowOrigin(response);
        try {
            Sender sender = sender(request);
            if (!String.valueOf(request.getPathInfo()).equals("/auth")) {
                throw new Refusal(404, "not found");
            }
            auth(maySomewhere(Role.ENGINEER), !sender.datasets().isEmpty(), response);
        } catch (Refusal e) {
            answer(e, request, response);
        }
    }

    /** Keys of engineers may what there is of Honeycomb's API; those of senders bring events, which make their datasets. */
    private static void auth(boolean engineer, boolean bound, HttpServletResponse response) throws IOException {
        JsonObjectBuilder rights = Json.createObjectBuilder();
        Set<String> has = engineer ? OF_ENGINEERS : bound ? Set.of("events") : Set.of("events", "createDatasets");
        RIGHTS.forEach(right -> rights.add(right, has.contains(right)));
        JsonObjectBuilder scruffy =
                Json.createObjectBuilder().add("name", "Scruffy").add("slug", "scruffy");
        String answer = Json.createObjectBuilder()
                .add("id", "scruffy")
                .add("type", engineer ? "configuration" : "ingest")
                .add("api_key_access", rights)
                .add("environment", scruffy)
                .add("team", Json.createObjectBuilder().add("name", "Scruffy").add("slug", "scruffy"))
                .build()
                .toString();
        write(response, JSON, answer.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String why = refusal.status() == 413 ? Honeycomb.TOO_LARGE : refusal.getMessage();
        String answer = Json.createObjectBuilder().add("error", why).build().toString();
        write(response, JSON, answer.getBytes(StandardCharsets.UTF_8));
    }
}
