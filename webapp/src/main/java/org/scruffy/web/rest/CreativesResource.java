package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scruffy.client.CreativeDocument;
import org.scruffy.client.PageDocument;
import org.scruffy.order.Actor;
import org.scruffy.order.ChecklistPoint;
import org.scruffy.order.CreativeCard;
import org.scruffy.order.CreativeCard.Tick;
import org.scruffy.order.CreativeDraft;
import org.scruffy.order.Creatives;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/creatives}: what may be placed, how it was approved, and the files that were sent for it. */
@Path("/v1/stations/{callSign}/creatives")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class CreativesResource {

    private static final List<String> STATES = List.of("", "DRAFT", "SUBMITTED", "APPROVED", "REJECTED", "NOT_READY");

    private final Creatives creatives;
    private final Asker asker;

    protected CreativesResource() {
        this(null, null);
    }

    @Inject
    public CreativesResource(Creatives creatives, Asker asker) {
        this.creatives = creatives;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.CREATIVES)
    public PageDocument<CreativeDocument> find(
            @PathParam("callSign") String callSign,
            @QueryParam("state") @DefaultValue("") String state,
            @BeanParam Listing listing) {
        asker.mayRead(callSign);
        if (!STATES.contains(state)) {
            throw new BadInput("state", state, "one of" + String.join(" ", STATES));
        }
        return Listing.page(creatives.find(callSign, listing.find(state)), CreativesResource::document);
    }

    @GET
    @Plan.Reads(Plan.CREATIVES)
    @Path("/{adId}")
    public Response get(@PathParam("callSign") String callSign, @PathParam("adId") String adId) {
        asker.mayRead(callSign);
        return answer(creatives.get(callSign, adId));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(@PathParam("callSign") String callSign, CreativeDocument wanted) {
        Actor actor = asker.actor(Role.TRAFFIC, callSign);
        CreativeCard made = creatives.create(actor, draft(Asker.needed(wanted, "body", "a creative")));
        return Versions.created(
                "api/v1/stations/" + callSign + "/creatives/" + made.adId(), document(made), made.version());
    }

    @PUT
    @Path("/{adId}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response change(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @Context HttpHeaders headers,
            CreativeDocument wanted) {
        Actor actor = asker.actor(Role.TRAFFIC, callSign);
        Asker.needed(wanted, "body", "a creative");
        return answer(creatives.change(actor, adId, Versions.seen(headers), draft(wanted)));
    }

    @DELETE
    @Path("/{adId}")
    public Response delete(
            @PathParam("callSign") String callSign, @PathParam("adId") String adId, @Context HttpHeaders headers) {
        return answer(creatives.delete(asker.actor(Role.TRAFFIC, callSign), adId, Versions.seen(headers)));
    }

    @POST
    @Path("/{adId}/restore")
    public Response restore(
            @PathParam("callSign") String callSign, @PathParam("adId") String adId, @Context HttpHeaders headers) {
        return answer(creatives.restore(asker.actor(Role.TRAFFIC, callSign), adId, Versions.seen(headers)));
    }

    @PUT
    @Path("/{adId}/checklist")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response tick(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @Context HttpHeaders headers,
            CreativeDocument.Ticks ticks) {
        Actor actor = asker.actor(Role.TRAFFIC, callSign);
        Asker.needed(ticks, "body", "the points that are ticked");
        List<String> points = Asker.needed(ticks.points(), "points", "the points that are ticked");
        return answer(creatives.tick(actor, adId, Versions.seen(headers), points(points)));
    }

    private static Set<ChecklistPoint> points(List<String> names) {
        Set<ChecklistPoint> points = EnumSet.noneOf(ChecklistPoint.class);
        names.forEach(name -> points.add(Arrays.stream(ChecklistPoint.values())
                .filter(point -> point.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new BadInput("points", name, "some of " + Arrays.toString(ChecklistPoint.values())))));
        return points;
    }

    @POST
    @Path("/{adId}/submit")
    public Response submit(
            @PathParam("callSign") String callSign, @PathParam("adId") String adId, @Context HttpHeaders headers) {
        return answer(creatives.submit(asker.actor(Role.TRAFFIC, callSign), adId, Versions.seen(headers)));
    }

    @POST
    @Path("/{adId}/approve")
    public Response approve(
            @PathParam("callSign") String callSign, @PathParam("adId") String adId, @Context HttpHeaders headers) {
        return answer(creatives.approve(asker.actor(Role.TRAFFIC, callSign), adId, Versions.seen(headers)));
    }

    @POST
    @Path("/{adId}/reject")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response reject(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @Context HttpHeaders headers,
            CreativeDocument.Rejection rejection) {
        Actor actor = asker.actor(Role.TRAFFIC, callSign);
        Asker.needed(rejection, "body", "the reason");
        return answer(creatives.reject(actor, adId, Versions.seen(headers), Asker.text(rejection.reason())));
    }

    @POST
    @Path("/{adId}/reopen")
    public Response reopen(
            @PathParam("callSign") String callSign, @PathParam("adId") String adId, @Context HttpHeaders headers) {
        return answer(creatives.reopen(asker.actor(Role.TRAFFIC, callSign), adId, Versions.seen(headers)));
    }

    /** The body is the file itself, of whatever kind: what it is called and what it claims to be is not looked at. */
    @POST
    @Path("/{adId}/media")
    public Response media(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @Context HttpHeaders headers,
            InputStream body) {
        MediaType type = headers.getMediaType();
        if (type != null && type.getType().equals("multipart")) {
            throw new BadInput("Content-Type", type.toString(), "the file itself as the body, not a form");
        }
        return answer(creatives.receive(asker.actor(Role.TRAFFIC, callSign), adId, body, announced(headers)));
    }

    /** As the header has it: a number here may be larger than what JAX-RS reads as a length. */
    private static long announced(HttpHeaders headers) {
        String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    private static Response answer(CreativeCard card) {
        return Versions.answer(document(card), card.version());
    }

    private static CreativeDraft draft(CreativeDocument wanted) {
        return new CreativeDraft(
                Asker.text(wanted.adId()),
                Asker.text(wanted.title()),
                Asker.text(wanted.underwriter()),
                Asker.text(wanted.kind()),
                Optional.ofNullable(wanted.lengthMs()).orElse(0),
                Asker.day("validFrom", wanted.validFrom()),
                Asker.day("validUntil", wanted.validUntil()));
    }

    private static CreativeDocument document(CreativeCard card) {
        return new CreativeDocument(
                card.adId(),
                card.adIdKind().map(Enum::name).orElse(null),
                card.title(),
                Asker.orNothing(card.underwriterId()),
                Asker.orNothing(card.underwriter()),
                card.kind().name(),
                card.lengthMs(),
                card.approval().name(),
                Arrays.stream(ChecklistPoint.values())
                        .map(point -> point(card, point))
                        .toList(),
                card.validFrom().map(LocalDate::toString).orElse(null),
                card.validUntil().map(LocalDate::toString).orElse(null),
                card.airReady(),
                card.file()
                        .map(file -> new CreativeDocument.File(
                                file.sha256(),
                                file.bytes(),
                                file.state(),
                                Asker.orNothing(file.problem()),
                                file.by(),
                                file.at().toString()))
                        .orElse(null),
                Asker.orNothing(card.decidedBy()),
                card.decidedAt().map(Instant::toString).orElse(null),
                Asker.orNothing(card.decision()),
                Asker.orNothing(card.station()),
                card.deleted(),
                card.version());
    }

    private static CreativeDocument.Point point(CreativeCard card, ChecklistPoint point) {
        Optional<Tick> tick =
                card.ticks().stream().filter(one -> one.point() == point).findFirst();
        return new CreativeDocument.Point(
                point.name(),
                point.words(),
                tick.map(Tick::by).orElse(null),
                tick.map(one -> one.at().toString()).orElse(null));
    }
}
