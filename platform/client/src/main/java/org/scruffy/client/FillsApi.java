package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** Weeks filled with the spots of orders: started, looked at, applied or thrown away. */
@Path("/v1/stations/{callSign}/fills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface FillsApi {

    /**
     * Starts one.
     *
     * @throws ProblemException 400 naming the field that is wrong, 404 where the week has no schedule
     */
    @POST
    FillDocument start(@PathParam("callSign") String callSign, FillRequestDocument wanted);

    /**
     * How far it is, and what it would change.
     *
     * @throws ProblemException 404 where there is none, or another node has it
     */
    @GET
    @Path("/{id}")
    FillDocument one(@PathParam("callSign") String callSign, @PathParam("id") String id);

    /**
     * Writes it into the week, as one command.
     *
     * @param reason why warnings of the rules do not count, null for none
     * @throws ProblemException 409 where it is not ready, or the week is not what it was
     */
    @POST
    @Path("/{id}/apply")
    EditsAnswer apply(
            @PathParam("callSign") String callSign, @PathParam("id") String id, @QueryParam("reason") String reason);

    /** Stops it; nothing of it stays. */
    @DELETE
    @Path("/{id}")
    void cancel(@PathParam("callSign") String callSign, @PathParam("id") String id);
}
