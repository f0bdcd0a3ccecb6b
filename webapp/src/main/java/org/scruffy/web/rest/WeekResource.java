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

/** {@code GET /api/week/{date}}: the week that a day is in, of all feeds of a station or of one. */
@Path("/week")
@ApplicationScoped
public class WeekResource {

    private final Weeks weeks;

    protected WeekResource() {
        this(null);
    }

    @Inject
    public WeekResource(Weeks weeks) {
        this.weeks = weeks;
    }

    @GET
    @Plan.Reads(Plan.WEEK)
    @Path("/{date}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response week(
            @PathParam("date") String date,
            @QueryParam("station") @DefaultValue("") String station,
            @QueryParam("feed") @DefaultValue("") String feed,
            @QueryParam("fields") String fields,
            @QueryParam("include") String include,
            @Context Request request) {
        return weeks.answer(date, station, feed, WeekParts.of(include, fields), request);
    }
}
