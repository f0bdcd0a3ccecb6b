package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.error.ErrorGroup;
import org.scruffy.error.ErrorGroup.State;
import org.scruffy.error.ErrorGroups;
import org.scruffy.error.ErrorStory;
import org.scruffy.security.Access;
import org.scruffy.security.People;
import org.scruffy.security.Role;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Events;

/**
 * {@code /api/v1/errors}: errors of spans, logs and Sentry's clients, those of one cause together. For engineers; a bad field is 400, an
 * id that is none 404.
 */
@Path("/v1/errors")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class ErrorsResource {

    /** @param missed how many errors since the start are not counted: of too many kinds at once, or while the database failed */
    public record Groups(List<ErrorGroup> groups, long missed) {}

    /**
     * @param state OPEN, IGNORED or RESOLVED
     * @param assignee a user's name, left out for nobody
     * @param nextBuild of what is resolved: only in builds that were not seen before
     */
    public record Verdict(String state, String assignee, Boolean nextBuild) {

        @JsonbCreator
        public Verdict {}
    }

    /** @param id of the group, as a string */
    public record VerdictOf(String id, String state, String assignee, Boolean nextBuild) {

        @JsonbCreator
        public VerdictOf {}
    }

    /** @param verdicts 1 to 1,000, no two of one group */
    public record Verdicts(List<VerdictOf> verdicts) {

        @JsonbCreator
        public Verdicts {}
    }

    /** @param status 200 where the group is judged, 404 where there is none of the id */
    public record Judged(String id, int status) {}

    /** What became of each, in the order in which they were sent. */
    public record Results(List<Judged> results) {}

    private static final String ID = "[1-9]\\d{0,17}";
    private static final int MOST_VERDICTS = 1_000;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final Duration BUILDS = Duration.ofDays(90);

    private final ErrorGroups errors;
    private final Events events;
    private final People people;
    private final Access access;
    private final Clock clock;

    protected ErrorsResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public ErrorsResource(ErrorGroups errors, Events events, People people, Access access, Clock clock) {
        this.errors = errors;
        this.events = events;
        this.people = people;
        this.access = access;
        this.clock = clock;
    }

    /**
     * The groups that were seen last, unless others are asked for.
     *
     * @param state OPEN, IGNORED or RESOLVED; any where it is left out, as with the others
     * @param station one that was affected in the last 30 days
     * @param service one that it was seen in
     * @param text words that are all in the type, the message or where it happened, in whatever case
     * @param order which come first: LAST_SEEN, FIRST_SEEN or EVENTS
     * @param trace the id of a trace: the groups that it tells of, whatever else is asked for
     * @param span beside the trace, the id of one of its spans: only those that this one tells of
     * @param limit 1 to 1,000
     */
    @GET
    @Plan.Reads(Plan.ERRORS)
    public Groups groups(
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("dataset") @DefaultValue("") String dataset,
            @QueryParam("assignee") @DefaultValue("") String assignee,
            @QueryParam("station") @DefaultValue("") String station,
            @QueryParam("service") @DefaultValue("") String service,
            @QueryParam("text") @DefaultValue("") String text,
            @QueryParam("order") @DefaultValue("LAST_SEEN") String order,
            @QueryParam("trace") @DefaultValue("") String trace,
            @QueryParam("span") @DefaultValue("") String span,
            @QueryParam("limit") @DefaultValue("100") String limit) {
        if (!trace.isEmpty()) {
            return new Groups(errors.toldBy(told(plain("trace", trace), plain("span", span))), errors.missed());
        }
        ErrorGroups.Wanted wanted = new ErrorGroups.Wanted(
                Asked.maybe(State.class, "state", state),
                plain("dataset", dataset),
                plain("assignee", assignee),
                plain("station", station),
                plain("service", service),
                plain("text", text),
                Asked.oneOf(ErrorGroups.Order.class, "order", order),
                Asked.limit(limit));
        return new Groups(errors.groups(wanted), errors.missed());
    }

    private List<Event> told(String trace, String span) {
        return events.trace(trace).stream()
                .filter(event -> span.isEmpty() || event.text("trace.span_id").equals(span))
                .toList();
    }

    private static String plain(String field, String text) {
        if (text.indexOf(0) >= 0) {
            throw new BadInput(field, "a null character", "words");
        }
        return text;
    }

    /** One group: its stations, its builds, its hours, and the stack trace of its latest event. */
    @GET
    @Plan.Reads(Plan.ERROR)
    @Path("/{id}")
    public ErrorStory group(@PathParam("id") String id) {
        return errors.story(number(id)).map(this::asked).orElseThrow(() -> none(id));
    }

    /** Opens, ignores or resolves a group, and says whose it is. What is resolved is open again when it comes back. */
    @PUT
    @Path("/{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ErrorStory judge(@PathParam("id") String id, Verdict verdict) {
        Asker.needed(verdict, "body", "what to make of the group, in 'state'");
        VerdictOf one = new VerdictOf(id, verdict.state(), verdict.assignee(), verdict.nextBuild());
        return errors.judge(number(id), read(one, "", users(List.of(one))))
                .map(this::asked)
                .orElseThrow(() -> none(id));
    }

    /**
     * The same of many at once: {@code verdicts}, each with the {@code id} of its group. Where one of them cannot be read none is done;
     * {@code results} say of each whether its group was there.
     */
    @POST
    @Path("/verdicts")
    @Consumes(MediaType.APPLICATION_JSON)
    public Results judge(Verdicts sent) {
        List<VerdictOf> verdicts = sent == null ? null : sent.verdicts();
        Asker.needed(verdicts, "verdicts", "what to make of which groups");
        if (verdicts.isEmpty() || verdicts.size() > MOST_VERDICTS) {
            throw new BadInput("verdicts", verdicts.size() + " of them", "1 to " + MOST_VERDICTS);
        }
        Map<Long, ErrorGroups.Verdict> read = read(verdicts);
        Set<Long> judged = errors.judge(read);
        return new Results(read.keySet().stream()
                .map(id -> new Judged(Long.toString(id), judged.contains(id) ? OK : NOT_FOUND))
                .toList());
    }

    private Map<Long, ErrorGroups.Verdict> read(List<VerdictOf> verdicts) {
        Set<String> users = users(verdicts);
        Map<Long, ErrorGroups.Verdict> read = new LinkedHashMap<>();
        for (int i = 0; i < verdicts.size(); i++) {
            String where = "verdicts[" + i + "]";
            VerdictOf one = Asker.needed(verdicts.get(i), where, "a group's id and what to make of it");
            String id = Asker.text(one.id());
            if (!id.matches(ID)) {
                throw new BadInput(where + ".id", id, "the id of a group");
            }
            if (read.containsKey(Long.valueOf(id))) {
                throw new BadInput(where + ".id", id, "a group that no other verdict is of");
            }
            read.put(Long.valueOf(id), read(one, where + ".", users));
        }
        return read;
    }

    private static ErrorGroups.Verdict read(VerdictOf said, String where, Set<String> users) {
        State state = Asked.oneOf(State.class, where + "state", said.state());
        String assignee = Asker.text(said.assignee());
        if (!assignee.isEmpty() && !users.contains(assignee)) {
            throw new BadInput(where + "assignee", assignee, "the name of a user, or nothing");
        }
        return new ErrorGroups.Verdict(state, assignee, Boolean.TRUE.equals(said.nextBuild()));
    }

    /** The names of all, read only where a verdict names somebody. */
    private Set<String> users(List<VerdictOf> verdicts) {
        boolean somebody = verdicts.stream()
                .anyMatch(one -> one != null && !Asker.text(one.assignee()).isEmpty());
        return somebody ? people.all().stream().map(person -> person.name()).collect(Collectors.toSet()) : Set.of();
    }

    /** Whoever asks for a column that there is not is refused. */
    private ErrorStory asked(ErrorStory story) {
        return story.knowing(events.names());
    }

    /** Whose a group can be: the names, and nothing else, of the users of the stations that whoever asks may see. */
    @GET
    @Plan.Reads(Plan.ASSIGNEES)
    @Path("/assignees")
    public List<String> assignees() {
        return people.names(access.where(Role.VIEWER));
    }

    /** The services that groups were seen in, by name and at most 1,000. */
    @GET
    @Plan.Reads(Plan.ERRORS)
    @Path("/services")
    public List<String> services() {
        return errors.services();
    }

    /** Which groups each build of the last 90 days brought: {@code build}, {@code dataset}, and the group. The latest first, at most 500. */
    @GET
    @Plan.Reads(Plan.ERRORS)
    @Path("/builds")
    public List<ErrorGroups.NewIn> newInBuilds() {
        return errors.newInBuilds(clock.instant().minus(BUILDS));
    }

    /** Which groups came back in each build of the last 90 days after they were resolved. The latest first, at most 500. */
    @GET
    @Plan.Reads(Plan.ERRORS)
    @Path("/regressions")
    public List<ErrorGroups.CameBack> cameBack() {
        return errors.cameBack(clock.instant().minus(BUILDS));
    }

    private static long number(String id) {
        if (!id.matches(ID)) {
            throw none(id);
        }
        return Long.parseLong(id);
    }

    private static NotFoundException none(String id) {
        return new NotFoundException("There is no group of errors " + id);
    }
}
