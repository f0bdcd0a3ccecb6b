package org.scruffy.web.rest;

import com.sun.management.OperatingSystemMXBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import org.scruffy.database.Database;
import org.scruffy.telemetry.Vitals;

/**
 * {@code GET /api/v1/runtime}: how the machine below the node that answers is doing now. How it did before is in its events, those of
 * the dataset {@code scruffy} with the {@code name} {@value Vitals#NAME}, one every 15 seconds. For engineers.
 */
@Path("/v1/runtime")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class RuntimeResource {

    /**
     * What a node has and uses.
     *
     * @param node what its events call it
     * @param heapUsed in bytes, as {@code heapMost}
     * @param cpu the share of the node's process in all processors, 0 to 1; below 0 where it is not known
     * @param collectedMs how long garbage was collected since the start, of {@code upMs}
     * @param connections to the database, left out where it has no pool
     */
    public record Node(
            String node,
            long heapUsed,
            long heapMost,
            double cpu,
            int processors,
            int threads,
            long collectedMs,
            long upMs,
            Database.Connections connections) {}

    private final Vitals vitals;

    protected RuntimeResource() {
        this(null);
    }

    @Inject
    public RuntimeResource(Vitals vitals) {
        this.vitals = vitals;
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    public Node now() {
        Vitals.Now now = vitals.now();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Node(
                vitals.node(),
                now.heapUsed(),
                now.heapMost(),
                system.getProcessCpuLoad(),
                now.processors(),
                now.threads(),
                now.collectedMs(),
                now.upMs(),
                now.connections().orElse(null));
    }
}
