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

/** Stations and their weeks, below {@code /api}. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public interface StationsApi {

    /** Every station the caller may see. */
    @GET
    @Path("/stations")
    List<StationDocument> stations();

    /**
     * The week that a day is in.
     *
     * @param date for example {@code 2026-11-24}
     * @param feed left out (null) for all feeds of the station
     */
    @GET
    @Path("/v1/stations/{callSign}/weeks/{date}")
    WeekDocument week(
            @PathParam("callSign") String callSign, @PathParam("date") String date, @QueryParam("feed") String feed);

    /** Moves a spot to another break of its feed. */
    @POST
    @Path("/spots/{id}/move")
    @Consumes(MediaType.APPLICATION_JSON)
    MoveDocument move(@PathParam("id") String spot, MoveDocument move);
}
