package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.util.List;
import org.scruffy.asrun.Affidavits;
import org.scruffy.asrun.MakeGoodOffers;
import org.scruffy.asrun.MakeGoods;
import org.scruffy.asrun.Outcome;
import org.scruffy.asrun.ReconciledDay;
import org.scruffy.asrun.Reconciliations;
import org.scruffy.client.AsRun;
import org.scruffy.desk.Editor;
import org.scruffy.security.Access;
import org.scruffy.security.Role;

/**
 * Below {@code /api/v1/stations/{callSign}}: {@code reconciliation}, what became of what was planned; {@code make-goods}, what is
 * owed.
 */
@Path("/v1/stations/{callSign}")
@ApplicationScoped
public class ReconciliationResource {

    private final Reconciliations reconciliations;
    private final MakeGoods makeGoods;
    private final Affidavits affidavits;
    private final Access access;

    protected ReconciliationResource() {
        this(null, null, null, null);
    }

    @Inject
    public ReconciliationResource(
            Reconciliations reconciliations, MakeGoods makeGoods, Affidavits affidavits, Access access) {
        this.reconciliations = reconciliations;
        this.makeGoods = makeGoods;
        this.affidavits = affidavits;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.RECONCILIATION)
    @Path("/reconciliation")
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Day day(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("day") @DefaultValue("") String day) {
        access.require(Role.VIEWER, callSign);
        ReconciledDay found = reconciliations.day(callSign, feed, Asked.day("day", day));
        return new AsRun.Day(
                callSign,
                feed,
                found.day().toString(),
                found.zone().getId(),
                found.from(),
                found.to(),
                found.spots().stream().map(AsRunDocuments::of).toList(),
                found.unscheduled().stream().map(AsRunDocuments::of).toList(),
                affidavits.orders(callSign, feed, found.day()).stream()
                        .map(order -> new AsRun.Ordered(order.id(), order.name(), order.underwriter()))
                        .toList());
    }

    @POST
    @Path("/reconciliation")
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Changed run(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("day") @DefaultValue("") String day,
            @QueryParam("evenIfEmpty") @DefaultValue("false") String evenIfEmpty) {
        access.require(Role.TRAFFIC, callSign);
        return new AsRun.Changed(
                reconciliations.run(callSign, feed, Asked.day("day", day), evenIfEmpty.equals("true"), access.user()));
    }

    @POST
    @Path("/reconciliation/{placement}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response correct(
            @PathParam("callSign") String callSign,
            @PathParam("placement") String placement,
            AsRun.Correction correction) {
        access.require(Role.TRAFFIC, callSign);
        if (correction == null) {
            throw new BadInput("body", "nothing", "an outcome and a reason");
        }
        reconciliations.correct(
                callSign,
                placement,
                Asked.oneOf(Outcome.class, "outcome", correction.outcome()),
                correction.asRun() == null ? "" : correction.asRun(),
                Asked.given("reason", correction.reason(), "why, in words"),
                editor(callSign));
        return Response.noContent().build();
    }

    @GET
    @Plan.Reads(Plan.MAKE_GOODS)
    @Path("/make-goods")
    @Produces(MediaType.APPLICATION_JSON)
    public List<AsRun.Spot> open(
            @PathParam("callSign") String callSign,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("from") @DefaultValue("") String from,
            @QueryParam("to") @DefaultValue("") String to,
            @QueryParam("limit") @DefaultValue("200") String limit) {
        access.require(Role.VIEWER, callSign);
        LocalDate first = Asked.day("from", from);
        return makeGoods.open(callSign, feed, first, Asked.day("to", to, first), Asked.limit(limit)).stream()
                .map(AsRunDocuments::of)
                .toList();
    }

    @GET
    @Plan.Reads(Plan.MAKE_GOOD_OFFERS)
    @Path("/make-goods/{placement}")
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.Offers offers(@PathParam("callSign") String callSign, @PathParam("placement") String placement) {
        access.require(Role.VIEWER, callSign);
        MakeGoodOffers found = makeGoods.offers(callSign, placement);
        return new AsRun.Offers(
                AsRunDocuments.of(found.spot()),
                found.offers().stream()
                        .map(offer -> new AsRun.Offer(
                                offer.adBreak(),
                                offer.at(),
                                offer.program(),
                                offer.left().toMillis(),
                                offer.reasons()))
                        .toList(),
                found.ruledOut());
    }

    @POST
    @Path("/make-goods/{placement}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public AsRun.MakeGood make(
            @PathParam("callSign") String callSign,
            @PathParam("placement") String placement,
            @QueryParam("reason") @DefaultValue("") String reason,
            AsRun.MakeGood wanted) {
        access.require(Role.TRAFFIC, callSign);
        String adBreak = Asked.given("break", wanted == null ? null : wanted.adBreak(), "the id of a break");
        return new AsRun.MakeGood(makeGoods.make(callSign, placement, adBreak, reason, editor(callSign)), adBreak);
    }

    private Editor editor(String callSign) {
        return new Editor(access.user(), access.may(Role.ADMIN, callSign));
    }
}
