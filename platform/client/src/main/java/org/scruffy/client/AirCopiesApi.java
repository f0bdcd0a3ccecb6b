package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** What becomes of the files that were sent for creatives: their copies for the air, and the queue these are made in. */
@Path("/v1/stations/{callSign}/air-copies")
@Produces(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface AirCopiesApi {

    /**
     * The copies and the queue.
     *
     * @param adId of one creative, null for all
     */
    @GET
    AirCopiesDocument find(@PathParam("callSign") String callSign, @QueryParam("adId") String adId);

    /**
     * Takes the file of a creative out of the queue; what is being made is thrown away.
     *
     * @return the copies of the creative
     * @throws ProblemException 404 where there is no such creative, 409 where nothing of it waits or is being made
     */
    @POST
    @Path("/{adId}/cancel")
    AirCopiesDocument cancel(@PathParam("callSign") String callSign, @PathParam("adId") String adId);

    /**
     * Puts the file of a creative into the queue again.
     *
     * @return the copies of the creative
     * @throws ProblemException 404 where there is no such creative, 409 where its file neither failed nor was cancelled
     */
    @POST
    @Path("/{adId}/retry")
    AirCopiesDocument retry(@PathParam("callSign") String callSign, @PathParam("adId") String adId);

    /** The copies that nobody needs any more, and what deleting them frees. Nothing is deleted by asking. */
    @GET
    @Path("/leftovers")
    LeftoversDocument leftovers(@PathParam("callSign") String callSign);

    /** Which lengths are taken. */
    @GET
    @Path("/lengths")
    LengthsDocument lengths(@PathParam("callSign") String callSign);

    /**
     * Changes which lengths are taken from now on; what was refused because of its length is not tried again by itself.
     *
     * @throws ProblemException 400 naming the field that is missing or out of its range
     */
    @PUT
    @Path("/lengths")
    @Consumes(MediaType.APPLICATION_JSON)
    LengthsDocument change(@PathParam("callSign") String callSign, LengthsDocument wanted);
}
