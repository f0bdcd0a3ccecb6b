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

/** What a feed did, what viewers saw of it, and what is done to it by hand. */
@Path("/stations/{callSign}/feeds/{feed}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface AirApi {

    /**
     * The avails of an interval of at most 31 days, and the planned breaks in it that no cue came for.
     *
     * @param from the first instant, as 2026-11-24T20:00:00Z
     * @param to the first instant after it
     */
    @GET
    @Path("/avails")
    Air.Avails avails(
            @PathParam("callSign") String callSign,
            @PathParam("feed") String feed,
            @QueryParam("from") String from,
            @QueryParam("to") String to);

    /**
     * One of them.
     *
     * @param id as in the list, or {@code break-} and the id of any break
     * @throws ProblemException 404 where there is none
     */
    @GET
    @Path("/avails/{id}")
    Air.Avail avail(@PathParam("callSign") String callSign, @PathParam("feed") String feed, @PathParam("id") String id);

    /**
     * What viewers saw: the version of a playlist that was out at an instant.
     *
     * @param at as 2026-11-24T20:14:32Z
     * @param rendition v0, v1 … or master; null for v0
     * @throws ProblemException 404 where no version is kept from then or before
     */
    @GET
    @Path("/manifests")
    Air.Manifest manifest(
            @PathParam("callSign") String callSign,
            @PathParam("feed") String feed,
            @QueryParam("at") String at,
            @QueryParam("rendition") String rendition);

    /**
     * Does something by hand.
     *
     * @throws ProblemException 409 where it cannot be done as the feed is now
     */
    @POST
    @Path("/actions")
    Air.Action act(@PathParam("callSign") String callSign, @PathParam("feed") String feed, Air.Deed deed);

    /**
     * Takes it back, where time allows.
     *
     * @throws ProblemException 409 where viewers have seen it
     */
    @DELETE
    @Path("/actions/{id}")
    Air.Action undo(@PathParam("callSign") String callSign, @PathParam("feed") String feed, @PathParam("id") String id);
}
