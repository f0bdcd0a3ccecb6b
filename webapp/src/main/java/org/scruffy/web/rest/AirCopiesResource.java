package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.OptionalDouble;
import org.scruffy.client.AirCopiesDocument;
import org.scruffy.creative.AirCopies;
import org.scruffy.creative.AirCopy;
import org.scruffy.creative.Conditioning;
import org.scruffy.security.Role;

/** {@code /api/v1/stations/{callSign}/air-copies}: what becomes of the files that were sent, and the queue they wait in. */
@Path("/v1/stations/{callSign}/air-copies")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class AirCopiesResource {

    private final AirCopies copies;
    private final Conditioning conditioning;
    private final Asker asker;

    protected AirCopiesResource() {
        this(null, null, null);
    }

    @Inject
    public AirCopiesResource(AirCopies copies, Conditioning conditioning, Asker asker) {
        this.copies = copies;
        this.conditioning = conditioning;
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
