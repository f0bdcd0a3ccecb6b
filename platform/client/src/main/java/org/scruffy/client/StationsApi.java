package org.scruffy.client;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;

/** Stations and their weeks, below {@code /api}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RegisterProvider(RecordsInJson.class)
@RegisterProvider(Problems.class)
@RegisterProvider(Unsaid.class)
public interface StationsApi {

    /** Every station the caller may see. */
    @GET
    @Path("/stations")
    List<StationDocument> stations();

    /**
     * The week that a day is in.
     *
     * @param feed one or more names with commas between them; null for all feeds of the station
     * @param include what stands in it beside the slots, of {@code breaks, placements, creatives, lines, underwriters, conflicts} with
     *     commas between them; null for all but the last two
     * @throws ProblemException 404 where there is no such feed or the week has no schedule
     */
    @GET
    @Path("/v1/stations/{callSign}/weeks/{date}")
    WeekDocument week(
            @PathParam("callSign") String callSign,
            @PathParam("date") String date,
            @QueryParam("feed") String feed,
            @QueryParam("include") String include);

    /** Moves a spot to another break of its feed. */
    @POST
    @Path("/spots/{id}/move")
    MoveDocument move(@PathParam("id") String spot, MoveDocument move);
}
