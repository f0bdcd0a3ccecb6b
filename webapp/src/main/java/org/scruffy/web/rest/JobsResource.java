package org.scruffy.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.scruffy.plugin.Routines;
import org.scruffy.plugin.Routines.Routine;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.NotAllowed;
import org.scruffy.security.Role;
import org.scruffy.telemetry.Jobs;
import org.scruffy.telemetry.Jobs.Job;

/**
 * {@code /api/v1/jobs}: what the node that answers does in the background. What it did before is in its events, those with a
 * {@code job.name}. For engineers.
 */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class JobsResource {

    /**
     * @param running the jobs that run now, the oldest first, each with its {@code progress} from 0 to 1
     * @param routines what runs over and over, with when {@code next}, by name
     * @param mayRun whether who asks may run them
     */
    public record Background(List<Job> running, List<Routine> routines, boolean mayRun) {}

    private final Jobs jobs;
    private final Routines routines;
    private final Access access;

    protected JobsResource() {
        this(null, null, null);
    }

    @Inject
    public JobsResource(Jobs jobs, Routines routines, Access access) {
        this.jobs = jobs;
        this.routines = routines;
        this.access = access;
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    public Background now() {
        return new Background(jobs.running(), routines.all(), mayRun());
    }

    /**
     * Runs a routine once more as soon as its thread is free, and does not wait for that. For administrators of every
     * station; 404 names no routine.
     */
    @POST
    @Path("/{name}/run")
    public void run(@PathParam("name") String name) {
        if (!mayRun()) {
            throw new NotAllowed(access.user(), Role.ADMIN, "at every station");
        }
        if (!routines.run(name)) {
            throw new NotFoundException("This node has no routine " + name);
        }
    }

    private boolean mayRun() {
        return access.may(Role.ADMIN, Grant.EVERYWHERE);
    }
}
