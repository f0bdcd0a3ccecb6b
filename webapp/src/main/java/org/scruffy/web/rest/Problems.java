package org.scruffy.web.rest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.scruffy.alert.Overtaken;
import org.scruffy.client.Problem;
import org.scruffy.database.NotReplayed;
import org.scruffy.feed.AirRefused;
import org.scruffy.plugin.NotRepeated;
import org.scruffy.schedule.FeedExists;
import org.scruffy.schedule.NoSuchFeed;
import org.scruffy.schedule.OutsideSchedule;
import org.scruffy.security.NotAllowed;
import org.scruffy.web.door.SlowBody;

/**
 * Turns every exception of the API into problem details. What we know says what was found and what was expected; what we do not
 * know is a 500 that names nothing but its trace.
 */
@Provider
public class Problems implements ExceptionMapper<Throwable> {

    private static final Logger LOG = Logger.getLogger(Problems.class.getName());

    /** A kind of problem: the end of its URN, its title, its status, and what it says of its errors. */
    private record Kind(String name, String title, int status, Function<Throwable, Problem.Error> error) {}

    private static final Map<Class<? extends Throwable>, Kind> KNOWN = Map.of(
            BadInput.class, kind("bad-input", "Bad input", 400, BadInput.class, Problems::of),
            NoSuchFeed.class, kind("no-such-feed", "No such station or feed", 404, NoSuchFeed.class, Problems::of),
            OutsideSchedule.class,
                    kind("outside-schedule", "No schedule for that week", 404, OutsideSchedule.class, Problems::of),
            FeedExists.class, kind("feed-exists", "The feed is there already", 409, FeedExists.class, Problems::of),
            Overtaken.class, kind("overtaken", "Somebody else changed it", 409, Overtaken.class, Problems::of),
            AirRefused.class, kind("not-on-air-now", "Not as the feed is now", 409, AirRefused.class, Problems::of),
            NotReplayed.class, kind("not-replayed", "It cannot be read again", 409, NotReplayed.class, Problems::of),
            NotRepeated.class, kind("not-repeated", "It cannot be repeated", 409, NotRepeated.class, Problems::of),
            NotAllowed.class, kind("not-allowed", "Not allowed", 403, NotAllowed.class, Problems::of));

    private static <E extends Throwable> Kind kind(
            String name, String title, int status, Class<E> type, Function<E, Problem.Error> error) {
        return new Kind(name, title, status, thrown -> error.apply(type.cast(thrown)));
    }

    private static Problem.Error of(BadInput e) {
        return new Problem.Error(e.field(), e.found(), e.expected());
    }

    private static Problem.Error of(NoSuchFeed e) {
        return new Problem.Error(e.field(), e.found(), "one of: " + String.join(", ", e.known()));
    }

    private static Problem.Error of(OutsideSchedule e) {
        String expected = e.first()
                .flatMap(first -> e.last().map(last -> "a day from " + first + " to " + last.plusDays(6)))
                .orElse("a week with a schedule, and there is none yet");
        return new Problem.Error("date", e.monday().toString(), expected);
    }

    private static Problem.Error of(AirRefused e) {
        return new Problem.Error(e.field(), e.found(), e.expected());
    }

    private static Problem.Error of(NotReplayed e) {
        return new Problem.Error(
                "traceId", e.getMessage(), "the trace of a read of ours, with a finding that names a relation");
    }

    private static Problem.Error of(NotRepeated e) {
        return new Problem.Error("run", "one that cannot be repeated", "one that failed and can be");
    }

    private static Problem.Error of(Overtaken e) {
        return new Problem.Error("updated", e.seen().toString(), e.now().toString());
    }

    private static Problem.Error of(FeedExists e) {
        return new Problem.Error("name", e.feed(), "a name that no feed of the station has");
    }

    private static Problem.Error of(NotAllowed e) {
        return new Problem.Error(
                "role", "none that covers it", e.needed().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public Response toResponse(Throwable thrown) {
        Kind kind = KNOWN.get(thrown.getClass());
        if (kind != null) {
            return problem(
                    kind.name(),
                    kind.title(),
                    kind.status(),
                    thrown.getMessage(),
                    List.of(kind.error().apply(thrown)));
        }
        if (thrown instanceof WebApplicationException known) {
            return ofHttp(known);
        }
        Optional<SlowBody> slow = slow(thrown);
        if (slow.isPresent()) {
            int status = slow.get().status();
            Response problem = problem(
                    "slow-body", "The body came too slowly", status, slow.get().getMessage(), List.of());
            return status == 503
                    ? Response.fromResponse(problem).header("Retry-After", "1").build()
                    : problem;
        }
        if (unreadable(thrown)) {
            return problem(
                    "bad-input", "Bad input", 400, "The body cannot be read as the JSON that belongs here", List.of());
        }
        LOG.log(Level.WARNING, thrown, () -> "A request failed; trace " + traceId());
        return problem(
                "internal",
                "Something went wrong here",
                500,
                "The trace says what; quote its id when you ask",
                List.of());
    }

    private static Optional<SlowBody> slow(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(SlowBody.class::isInstance)
                .map(SlowBody.class::cast)
                .findFirst();
    }

    private static boolean unreadable(Throwable thrown) {
        return thrown instanceof JsonbException
                || (thrown instanceof ProcessingException && thrown.getCause() instanceof JsonbException);
    }

    private static Response ofHttp(WebApplicationException thrown) {
        Response answer = thrown.getResponse();
        int status = answer.getStatus();
        if (status < 400) {
            return answer;
        }
        String title = answer.getStatusInfo().getReasonPhrase();
        String detail = status < 500 && thrown.getMessage() != null ? thrown.getMessage() : title;
        Response problem = problem("http-" + status, title, status, detail, List.of());
        Response.ResponseBuilder builder = Response.fromResponse(problem);
        answer.getStringHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Content-Type") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    static Response problem(String name, String title, int status, String detail, List<Problem.Error> errors) {
        Problem problem = new Problem("urn:scruffy:problem:" + name, title, status, detail, errors, traceId());
        return Response.status(status)
                .type(Problem.MEDIA_TYPE)
                .header("Cache-Control", "no-store")
                .entity(problem)
                .build();
    }

    private static String traceId() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : "";
    }
}
