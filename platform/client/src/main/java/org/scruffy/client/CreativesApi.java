package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** What may be placed, how it was approved, and the files that were sent for it. */
@Path("/v1/stations/{callSign}/creatives")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface CreativesApi {

    /**
     * Some of them, by Ad-ID.
     *
     * @param q part of the Ad-ID, the title or the underwriter, null for all
     * @param state {@code DRAFT}, {@code SUBMITTED}, {@code APPROVED}, {@code REJECTED} or {@code NOT_READY}; null for all
     * @param deleted those that were deleted instead
     * @param after {@code next} of the page before; null for the first
     * @param limit how many at most, 1 to 500; null for 100
     */
    @GET
    PageDocument<CreativeDocument> find(
            @PathParam("callSign") String callSign,
            @QueryParam("q") String q,
            @QueryParam("state") String state,
            @QueryParam("deleted") boolean deleted,
            @QueryParam("after") String after,
            @QueryParam("limit") Integer limit);

    /**
     * One of them.
     *
     * @throws ProblemException 404 where there is none
     */
    @GET
    @Path("/{adId}")
    CreativeDocument one(@PathParam("callSign") String callSign, @PathParam("adId") String adId);

    /**
     * Adds one, a draft.
     *
     * @throws ProblemException 400 where the Ad-ID is none, 409 where it is taken
     */
    @POST
    CreativeDocument create(@PathParam("callSign") String callSign, CreativeDocument creative);

    /**
     * Changes one; where what was looked at changes with it, it is a draft again.
     *
     * @param seen the version that the caller knows, like {@code "3"}
     */
    @PUT
    @Path("/{adId}")
    CreativeDocument change(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen,
            CreativeDocument creative);

    /** Deletes one that is planned nowhere, so that it can come back. */
    @DELETE
    @Path("/{adId}")
    CreativeDocument delete(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen);

    /** Brings back one that was deleted. */
    @POST
    @Path("/{adId}/restore")
    CreativeDocument restore(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen);

    /** Says what somebody has looked at: points that are not named are not ticked any more. */
    @PUT
    @Path("/{adId}/checklist")
    CreativeDocument tick(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen,
            CreativeDocument.Ticks ticks);

    /** Asks for approval. */
    @POST
    @Path("/{adId}/submit")
    CreativeDocument submit(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen);

    /** Approves one whose whole checklist is ticked. */
    @POST
    @Path("/{adId}/approve")
    CreativeDocument approve(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen);

    /** Rejects one, with the reason. */
    @POST
    @Path("/{adId}/reject")
    CreativeDocument reject(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen,
            CreativeDocument.Rejection rejection);

    /** Takes one back to a draft, whatever was decided. */
    @POST
    @Path("/{adId}/reopen")
    CreativeDocument reopen(
            @PathParam("callSign") String callSign,
            @PathParam("adId") String adId,
            @HeaderParam("If-Match") String seen);

    /**
     * Sends the file of one, whatever its kind; it is air-ready when it was conditioned.
     *
     * @throws ProblemException 413 where it is too large
     */
    @POST
    @Path("/{adId}/media")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    CreativeDocument media(@PathParam("callSign") String callSign, @PathParam("adId") String adId, InputStream file);
}
