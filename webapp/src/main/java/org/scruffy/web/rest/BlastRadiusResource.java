package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.scruffy.error.ErrorGroups;
import org.scruffy.error.ErrorStory;
import org.scruffy.report.BlastRadii;
import org.scruffy.report.BlastRadius;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.telemetry.Touch;
import org.scruffy.telemetry.Touches;

/**
 * {@code GET /api/v1/blast-radius?trace=…}, {@code ?trace=…&span=…}, {@code ?error=…} or {@code ?avail=…}: which stations, feeds,
 * timeslots and underwriters a trace, a span of it, a group of errors or an avail has touched, and how much of their time. For engineers,
 * of the stations that they may see.
 *
 * <p>Events say their station, feed and avail in {@code station}, {@code feed} and {@code avail.key}, or in the address of a stream or of
 * the API. Where they name no avail, what was planned while they lasted counts.
 */
@Path("/v1/blast-radius")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class BlastRadiusResource {

    private static final Duration OF_ERRORS = Duration.ofDays(7);
    private static final Duration OF_AVAILS = Duration.ofDays(31);
    private static final int LONGEST = 500;

    /** @param feed its name, empty where only the station was named */
    public record Feed(String station, String feed, long events) {}

    /** @param feeds as the events said them, whether the schedule knows them or not, those first that were touched first */
    public record Radius(List<Feed> feeds, BlastRadius air) {}

    private final Touches touches;
    private final ErrorGroups errors;
    private final BlastRadii radii;
    private final Access access;
    private final Clock clock;

    protected BlastRadiusResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public BlastRadiusResource(Touches touches, ErrorGroups errors, BlastRadii radii, Access access, Clock clock) {
        this.touches = touches;
        this.errors = errors;
        this.radii = radii;
        this.access = access;
        this.clock = clock;
    }

    /**
     * @param trace the id of a trace
     * @param span the id of a span of that trace: it and what is below it count, and nothing else of the trace
     * @param error the id of a group of errors: its latest 100 traces of the last 7 days count, and its events that are of no trace; events
     *     that have in common what the group's have are taken for the group's
     * @param avail an avail's key, as events of the last 31 days had it in {@code avail.key}
     */
    @GET
    @Plan.Reads(Plan.BLAST_RADIUS)
    public Radius radius(
            @QueryParam("trace") @DefaultValue("") String trace,
            @QueryParam("span") @DefaultValue("") String span,
            @QueryParam("error") @DefaultValue("") String error,
            @QueryParam("avail") @DefaultValue("") String avail) {
        if (Stream.of(trace, error, avail).filter(text -> !text.isEmpty()).count() != 1) {
            throw new BadInput("trace", trace, "a trace, or else an error, or else an avail");
        }
        if (!span.isEmpty()) {
            return answer(touches.ofSpan(ofTrace(trace), few("span", span)));
        }
        if (!trace.isEmpty()) {
            return answer(touches.ofTrace(few("trace", trace)));
        }
        return answer(error.isEmpty() ? ofAvail(few("avail", avail)) : ofErrors(story(error)));
    }

    private static String ofTrace(String trace) {
        if (trace.isEmpty()) {
            throw new BadInput("span", "no trace", "a span beside the trace that it is of");
        }
        return few("trace", trace);
    }

    private static String few(String field, String text) {
        if (text.length() > LONGEST || text.indexOf(0) >= 0) {
            throw new BadInput(field, text.length() + " characters", "at most " + LONGEST + ", none of them null");
        }
        return text;
    }

    private ErrorStory story(String id) {
        return Optional.of(id)
                .filter(text -> text.matches("[1-9]\\d{0,17}"))
                .flatMap(text -> errors.story(Long.parseLong(text)))
                .map(story -> story.knowing(touches.columns()))
                .orElseThrow(() -> new NotFoundException("There is no group of errors " + id));
    }

    private List<Touch> ofErrors(ErrorStory story) {
        Instant now = clock.instant();
        return touches.ofEvents(
                now.minus(OF_ERRORS),
                now,
                story.where().stream().map(ErrorStory.Where::filter).toList());
    }

    private List<Touch> ofAvail(String key) {
        Instant now = clock.instant();
        List<Filter> named = List.of(Filter.of("avail.key", Filter.Op.EQUAL, key));
        return touches.ofEvents(now.minus(OF_AVAILS), now, named).stream()
                .filter(touch -> touch.avail().equals(key))
                .toList();
    }

    private Radius answer(List<Touch> all) {
        List<Touch> found = all.stream()
                .filter(touch -> access.may(Role.VIEWER, touch.station()))
                .toList();
        Map<List<String>, Feed> feeds = new LinkedHashMap<>();
        found.forEach(touch -> feeds.merge(
                List.of(touch.station(), touch.feed()),
                new Feed(touch.station(), touch.feed(), touch.events()),
                (one, more) -> new Feed(one.station(), one.feed(), one.events() + more.events())));
        return new Radius(
                List.copyOf(feeds.values()),
                radii.of(found.stream()
                        .map(touch -> new BlastRadii.Place(
                                touch.station(),
                                touch.feed(),
                                touch.avail(),
                                touch.adBreak(),
                                touch.from(),
                                touch.to()))
                        .toList()));
    }
}
