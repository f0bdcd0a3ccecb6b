package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.scruffy.client.AirCopiesDocument;
import org.scruffy.client.LeftoversDocument;
import org.scruffy.client.LengthsDocument;
import org.scruffy.creative.AirCopies;
import org.scruffy.creative.AirCopy;
import org.scruffy.creative.Conditioning;
import org.scruffy.creative.Leftover;
import org.scruffy.creative.Leftovers;
import org.scruffy.creative.Lengths;
import org.scruffy.creative.LengthsTable;
import org.scruffy.order.Actor;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/air-copies}: what becomes of the files that were sent, and the queue they wait in. */
@Path("/v1/stations/{callSign}/air-copies")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class AirCopiesResource {

    private final AirCopies copies;
    private final Conditioning conditioning;
    private final Leftovers leftovers;
    private final LengthsTable lengths;
    private final Asker asker;

    protected AirCopiesResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public AirCopiesResource(
            AirCopies copies, Conditioning conditioning, Leftovers leftovers, LengthsTable lengths, Asker asker) {
        this.copies = copies;
        this.conditioning = conditioning;
        this.leftovers = leftovers;
        this.lengths = lengths;
        this.asker = asker;
    }

    @GET
    @Plan.Reads(Plan.AIR_COPIES)
    public AirCopiesDocument find(
            @PathParam("callSign") String callSign, @QueryParam("adId") @DefaultValue("") String adId) {
        asker.mayRead(callSign);
        return document(callSign, adId);
    }

    @POST
    @Path("/{adId}/cancel")
    public AirCopiesDocument cancel(@PathParam("callSign") String callSign, @PathParam("adId") String adId) {
        copies.cancel(asker.actor(Role.TRAFFIC, callSign), adId);
        return document(callSign, adId);
    }

    @POST
    @Path("/{adId}/retry")
    public AirCopiesDocument retry(@PathParam("callSign") String callSign, @PathParam("adId") String adId) {
        copies.retry(asker.actor(Role.TRAFFIC, callSign), adId);
        return document(callSign, adId);
    }

    @GET
    @Path("/leftovers")
    @Plan.Reads(Plan.LEFTOVERS)
    public LeftoversDocument leftovers(@PathParam("callSign") String callSign) {
        asker.mayRead(callSign);
        Leftovers.Look look = leftovers.of(callSign);
        return new LeftoversDocument(
                look.bytes(),
                look.copies().stream().map(AirCopiesResource::leftover).toList(),
                look.freedCopies(),
                look.freedBytes());
    }

    private static LeftoversDocument.Copy leftover(Leftover copy) {
        return new LeftoversDocument.Copy(
                copy.adId(),
                copy.title(),
                copy.ladder(),
                copy.bytes(),
                copy.since().toString(),
                copy.goes().toString());
    }

    @GET
    @Path("/lengths")
    @Plan.Reads(Plan.LENGTHS)
    public LengthsDocument lengths(@PathParam("callSign") String callSign) {
        asker.mayRead(callSign);
        Lengths now = lengths.of(callSign);
        return new LengthsDocument(
                (int) now.tolerance().toMillis(), (int) now.longest().toMillis());
    }

    @PUT
    @Path("/lengths")
    @Consumes(MediaType.APPLICATION_JSON)
    public LengthsDocument change(@PathParam("callSign") String callSign, LengthsDocument wanted) {
        Actor actor = asker.actor(Role.TRAFFIC, callSign);
        Asker.needed(wanted, "body", "toleranceMs and longestMs");
        lengths.put(
                actor,
                new Lengths(
                        Duration.ofMillis(Asker.needed(wanted.toleranceMs(), "toleranceMs", "0 to 5000 (ms)")),
                        Duration.ofMillis(Asker.needed(wanted.longestMs(), "longestMs", "1000 to 600000 (ms)"))));
        return lengths(callSign);
    }

    private AirCopiesDocument document(String callSign, String adId) {
        return new AirCopiesDocument(
                conditioning.possible(),
                copies.find(callSign, adId).stream()
                        .map(AirCopiesResource::copy)
                        .toList(),
                copies.ladders(callSign).stream()
                        .map(ladder -> new AirCopiesDocument.FeedEntry(
                                ladder.feed(), Asker.orNothing(ladder.ladder()), Asker.orNothing(ladder.problem())))
                        .toList());
    }

    private static AirCopiesDocument.Copy copy(AirCopy copy) {
        return new AirCopiesDocument.Copy(
                copy.adId(),
                copy.title(),
                copy.feeds(),
                copy.ladder(),
                copy.state().name(),
                copy.progress(),
                Asker.orNothing(copy.step()),
                Asker.orNothing(copy.problem()),
                copy.folder().isEmpty() ? null : "live/spots/" + copy.folder() + "/master.m3u8",
                copy.lengthMs() == 0 ? null : Integer.valueOf(copy.lengthMs()),
                level(copy.loudnessBefore()),
                level(copy.loudnessAfter()),
                level(copy.peak()),
                Asker.orNothing(copy.source()),
                copy.findings().stream()
                        .map(finding -> new AirCopiesDocument.FindingEntry(
                                finding.kind().name(), finding.words()))
                        .toList(),
                copy.askedAt().toString(),
                copy.endedAt().map(Instant::toString).orElse(null));
    }

    private static Double level(OptionalDouble level) {
        return level.isPresent() ? level.getAsDouble() : null;
    }
}
