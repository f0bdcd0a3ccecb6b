package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;
import org.scruffy.database.FetchPlan;
import org.scruffy.report.Reports;
import org.scruffy.schedule.Schedule;

/** {@code GET /api/fetch-plans}: how answers are read, and by how many statements at most. */
@Path("/fetch-plans")
@ApplicationScoped
public class FetchPlansResource {

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public List<FetchPlan> plans() {
        return Stream.concat(Schedule.plans().stream(), Stream.of(Reports.plan()))
                .toList();
    }
}
