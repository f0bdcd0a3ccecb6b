package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.scruffy.client.EditsAnswer;
import org.scruffy.client.FillDocument;
import org.scruffy.client.FillDocument.Bumped;
import org.scruffy.client.FillDocument.Preview;
import org.scruffy.client.FillDocument.Spot;
import org.scruffy.client.FillRequestDocument;
import org.scruffy.desk.Editor;
import org.scruffy.fill.AutoFill;
import org.scruffy.fill.Fill;
import org.scruffy.fill.FillPreview;
import org.scruffy.fill.FillRequest;
import org.scruffy.security.Access;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.SpotFiller;

/** {@code /api/v1/stations/{callSign}/fills}: weeks that are filled in the background, looked at, and applied. */
@Path("/v1/stations/{callSign}/fills")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class FillsResource {

    private static final double MOST_SECONDS = FillRequest.MOST_TIME.toSeconds();
    private static final double SECONDS = 2;

    private final AutoFill fills;
    private final Access access;

    protected FillsResource() {
        this(null, null);
    }

    @Inject
    public FillsResource(AutoFill fills, Access access) {
        this.fills = fills;
        this.access = access;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response start(@PathParam("callSign") String callSign, FillRequestDocument wanted) {
        access.require(Role.TRAFFIC, callSign);
        Fill fill = fills.start(request(callSign, Asker.needed(wanted, "body", "what is to be filled")), access.user());
        return Response.accepted(document(fill))
                .location(URI.create("api/v1/stations/" + callSign + "/fills/" + fill.id()))
                .build();
    }

    private static FillRequest request(String callSign, FillRequestDocument wanted) {
        String feed = Asker.needed(wanted.feed(), "feed", "the name of a feed of the station");
        LocalDate day = Asker.day("week", wanted.week())
                .filter(date -> date.getYear() >= 2000 && date.getYear() < 3000)
                .orElseThrow(
                        () -> new BadInput("week", Asker.text(wanted.week()), "a day such as 2026-11-24, until 2999"));
        return new FillRequest(
                callSign,
                feed,
                day,
                budget(wanted),
                !Boolean.FALSE.equals(wanted.replaceAuto()),
                !Boolean.FALSE.equals(wanted.airReadyOnly()),
                wanted.filler() == null ? SpotFiller.HOUSE : wanted.filler());
    }

    private static FillBudget budget(FillRequestDocument wanted) {
        long seed = wanted.seed() == null ? 1 : wanted.seed();
        if (wanted.iterations() != null && wanted.seconds() != null) {
            throw new BadInput("seconds", "" + wanted.seconds(), "nothing beside iterations, which is said too");
        }
        if (wanted.iterations() != null) {
            if (wanted.iterations() < 0 || wanted.iterations() > 1_000_000_000) {
                throw new BadInput("iterations", "" + wanted.iterations(), "from 0 to 1000000000");
            }
            return FillBudget.ofIterations(seed, wanted.iterations());
        }
        double seconds = wanted.seconds() == null ? SECONDS : wanted.seconds();
        if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
            throw new BadInput("seconds", "" + seconds, "from 0 to " + (int) MOST_SECONDS);
        }
        return FillBudget.ofTime(seed, Duration.ofMillis((long) (seconds * 1000)));
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    @Path("/{id}")
    public FillDocument get(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.VIEWER, callSign);
        return document(fills.get(callSign, id));
    }

    /** @param reason why warnings of the rules do not count */
    @POST
    @Path("/{id}/apply")
    public EditsAnswer apply(
            @PathParam("callSign") String callSign,
            @PathParam("id") String id,
            @QueryParam("reason") @DefaultValue("") String reason) {
        access.require(Role.TRAFFIC, callSign);
        if (reason.length() > 500) {
            throw new BadInput("reason", reason.length() + " characters", "at most 500 characters");
        }
        Editor editor = new Editor(access.user(), access.may(Role.ADMIN, callSign));
        return EditDocuments.of(fills.apply(callSign, id, editor, reason.strip()));
    }

    @DELETE
    @Path("/{id}")
    public void cancel(@PathParam("callSign") String callSign, @PathParam("id") String id) {
        access.require(Role.TRAFFIC, callSign);
        fills.cancel(callSign, id);
    }

    private static FillDocument document(Fill fill) {
        return new FillDocument(
                fill.id(),
                fill.request().feed(),
                fill.monday().toString(),
                fill.request().budget().seed(),
                fill.state().name(),
                fill.progress(),
                fill.leftOut(),
                Asker.orNothing(fill.problem()),
                fill.preview().map(FillsResource::preview).orElse(null));
    }

    private static Preview preview(FillPreview preview) {
        return new Preview(
                preview.added().stream()
                        .map(spot -> new Spot(
                                null,
                                "" + spot.line(),
                                spot.lineName(),
                                spot.adId(),
                                null,
                                "" + spot.breakId(),
                                spot.start().toString()))
                        .toList(),
                preview.moved().stream()
                        .map(spot -> new Spot(
                                "" + spot.spot(),
                                "" + spot.line(),
                                spot.lineName(),
                                spot.adId(),
                                "" + spot.fromBreak(),
                                "" + spot.toBreak(),
                                spot.start().toString()))
                        .toList(),
                preview.removed().stream()
                        .map(spot -> new Spot(
                                "" + spot.spot(),
                                "" + spot.line(),
                                spot.lineName(),
                                spot.adId(),
                                "" + spot.breakId(),
                                null,
                                spot.start().toString()))
                        .toList(),
                preview.kept(),
                preview.bumped().stream().map(FillsResource::bumped).toList(),
                preview.iterations());
    }

    private static Bumped bumped(FillPreview.Bumped line) {
        Map<String, Integer> reasons = new TreeMap<>();
        line.reasons().forEach((reason, count) -> reasons.put(reason.name(), count));
        return new Bumped(
                "" + line.line(), line.lineName(), line.underwriter(), line.priority(), line.spots(), reasons);
    }
}
