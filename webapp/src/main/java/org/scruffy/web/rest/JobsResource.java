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
import org.scruffy.plugin.NotRepeated;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.plugin.Routines.Routine;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.NotAllowed;
import org.scruffy.security.Role;
import org.scruffy.spi.telemetry.TraceSpan;
import org.scruffy.telemetry.Jobs;
import org.scruffy.telemetry.Jobs.Job;
import org.scruffy.telemetry.Traces;

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
     * @param routines what runs over and over, with when {@code next}, and when {@code last} on this node, by name
     * @param mayRun whether who asks may run them, and repeat runs
     */
    public record Background(List<Job> running, List<Routine> routines, boolean mayRun) {}

    private static final String JOB = "job.name";

    private final Jobs jobs;
    private final Routines routines;
    private final Retries retries;
    private final Traces traces;
    private final Access access;

    protected JobsResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public JobsResource(Jobs jobs, Routines routines, Retries retries, Traces traces, Access access) {
        this.jobs = jobs;
        this.routines = routines;
        this.retries = retries;
        this.traces = traces;
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

    /**
     * Repeats a run that failed, with its own parameters where it has some, and does not wait for its end: a fill, a conditioning, a
     * delivery, a look at a trigger or an objective; of a routine the next run comes at once. The event of the new run has the trace of the
     * old one in {@code job.retry_of}. For administrators of every station; 404 is the trace of no run that is kept, 409 says why a run
     * is not repeated.
     *
     * @param trace the {@code trace.trace_id} of the run's event
     * @return in words what happens now, and the page where its result will be
     */
    @POST
    @Path("/runs/{trace}/retry")
    public Retries.Asked retry(@PathParam("trace") String trace) {
        if (!mayRun()) {
            throw new NotAllowed(access.user(), Role.ADMIN, "at every station");
        }
        TraceSpan run = told(trace);
        if (!run.error()) {
            throw new NotRepeated("The run of " + run.text(JOB) + " did not fail: only runs that failed are repeated");
        }
        return retries.repeat(new Retries.Run(run.text(JOB), trace, run.fields(), access.user()));
    }

    private TraceSpan told(String trace) {
        return traces.trace(trace).stream()
                .flatMap(kept -> kept.spans().stream())
                .filter(span -> !span.text(JOB).isEmpty())
                .findFirst()
                .orElseThrow(() -> new NotFoundException("No run of a job is kept under trace " + trace));
    }

    private boolean mayRun() {
        return access.may(Role.ADMIN, Grant.EVERYWHERE);
    }
}
