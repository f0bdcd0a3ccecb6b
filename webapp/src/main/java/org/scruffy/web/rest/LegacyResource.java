package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.PlannedSpot;

/** {@code GET /demo/legacy/week/{date}}: the week, its breaks and its spots read as before Scruffy, to be found with Explore. */
@Path("/legacy")
@ApplicationScoped
public class LegacyResource {

    private final Weeks weeks;
    private final Platform platform;

    protected LegacyResource() {
        this(null, null);
    }

    @Inject
    public LegacyResource(Weeks weeks, Platform platform) {
        this.weeks = weeks;
        this.platform = platform;
    }

    @GET
    @Plan.Reads(Plan.WEEK)
    @Path("/week/{date}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response week(
            @PathParam("date") String date,
            @QueryParam("station") @DefaultValue("") String station,
            @QueryParam("feed") @DefaultValue("") String feed) {
        requireDemo();
        return weeks.legacy(date, station, feed);
    }

    @GET
    @Plan.Reads(Plan.WEEK)
    @Path("/breaks/{date}")
    @Produces(MediaType.APPLICATION_JSON)
    public List<FeedSheet.Break> breaks(
            @PathParam("date") String date,
            @QueryParam("station") @DefaultValue("") String station,
            @QueryParam("feed") @DefaultValue("") String feed) {
        requireDemo();
        return weeks.legacyBreaks(date, station, feed);
    }

    @GET
    @Plan.Reads(Plan.WEEK)
    @Path("/spots/{date}")
    @Produces(MediaType.APPLICATION_JSON)
    public List<PlannedSpot> spots(
            @PathParam("date") String date,
            @QueryParam("station") @DefaultValue("") String station,
            @QueryParam("feed") @DefaultValue("") String feed) {
        requireDemo();
        return weeks.legacySpots(date, station, feed);
    }

    private void requireDemo() {
        if (!platform.demo()) {
            throw new NotFoundException("The slow week is there in demo mode only");
        }
    }
}
