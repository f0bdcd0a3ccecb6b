package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** {@code GET /api/v1/stations/{callSign}/weeks/{date}}: the same week by its full name. */
@Path("/v1/stations/{callSign}/weeks")
@ApplicationScoped
public class StationWeekResource {

    private final Weeks weeks;

    protected StationWeekResource() {
        this(null);
    }

    @Inject
    public StationWeekResource(Weeks weeks) {
        this.weeks = weeks;
    }

    @GET
    @Plan.Reads(Plan.WEEK)
    @Path("/{date}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response week(
            @PathParam("callSign") String callSign,
            @PathParam("date") String date,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("fields") String fields,
            @QueryParam("include") String include,
            @Context Request request) {
        return weeks.answer(date, callSign, feed, WeekParts.of(include, fields), request);
    }
}
