package org.scruffy.web.rest;

import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.BadQuery;
import org.scruffy.telemetry.Match;
import org.scruffy.telemetry.QueryDocument;
import org.scruffy.telemetry.Tail;
import org.scruffy.web.door.Problems;

/**
 * {@code GET /api/v1/events/tail}: events as this node keeps them, a line of JSON each, or as server-sent events for who accepts
 * {@code text/event-stream}. {@code ?filters=} is an array of filters as in a query, {@code ?filter_combination=} AND or OR. A line
 * {@code {"missed":7}} says how many events came too fast to be told; an empty one, or a comment, that there is nothing new. It ends after
 * an hour. For engineers; 400 names what is wrong with the filters, 503 says that too many listen.
 */
@WebServlet(value = "/api/v1/events/tail", asyncSupported = true)
public class TailServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final int LONGEST = 16_384;

    @Inject
    private transient Tail tail;

    @Inject
    private transient Clock clock;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Match wanted;
        try {
            wanted = wanted(request.getParameter("filters"), request.getParameter("filter_combination"));
        } catch (BadQuery e) {
            Problems.answer(response, 400, "Bad query", e.getMessage());
            return;
        }
        boolean sent = String.valueOf(request.getHeader("Accept")).contains("text/event-stream");
        TailStream stream = new TailStream(sent);
        Optional<Tail.Listener> listener = tail.listen(wanted, stream::write);
        if (listener.isEmpty()) {
            response.setHeader("Retry-After", "10");
            Problems.answer(response, 503, "Too many listen", "Too many listen to the events of this node already");
            return;
        }
        response.setContentType(sent ? "text/event-stream" : "application/x-ndjson");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        try {
            stream.start(request.startAsync(), response.getOutputStream(), listener.get());
        } catch (IOException | RuntimeException e) {
            listener.get().leave();
            throw e;
        }
    }

    private Match wanted(String filters, String combination) {
        String text = filters == null || filters.isBlank() ? "[]" : filters;
        JsonObjectBuilder query = JSON.createObjectBuilder();
        try {
            query.add("filters", SentJson.value(text.length() > LONGEST ? "" : text));
        } catch (JsonException e) {
            throw new BadQuery("filters", "no JSON", "an array of at most " + LONGEST + " characters");
        }
        if (combination != null) {
            query.add("filter_combination", combination);
        }
        Query read = QueryDocument.read(query.build(), clock.instant());
        return new Match(read.filters(), read.combination());
    }
}
