package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** How the breaks of a feed are filled, below {@code /api}. */
@Path("/v1/stations/{callSign}/feeds/{feed}/stitching")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface StitchingApi {

    /** @throws ProblemException 404 where there is no such feed */
    @GET
    StitchingDocument stitching(@PathParam("callSign") String callSign, @PathParam("feed") String feed);

    /**
     * Changes all of it; the feed takes it up with its next break.
     *
     * @return as it stands now
     * @throws ProblemException 400 where a value cannot be, 403 for who is not an administrator, 404 where there is no such feed
     */
    @PUT
    StitchingDocument change(
            @PathParam("callSign") String callSign, @PathParam("feed") String feed, StitchingDocument wanted);
}
