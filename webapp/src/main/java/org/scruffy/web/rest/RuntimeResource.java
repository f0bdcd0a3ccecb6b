package org.scruffy.web.rest;

import com.sun.management.OperatingSystemMXBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import org.scruffy.database.Database;

/** {@code GET /api/v1/runtime}: how the machine below the node that answers is doing now. For engineers. */
@Path("/v1/runtime")
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class RuntimeResource {

    /**
     * What a node has and uses.
     *
     * @param heapUsed in bytes, as {@code heapMost}
     * @param cpu the share of the node's process in all processors, 0 to 1; below 0 where it is not known
     * @param collectedMs how long garbage was collected since the start, of {@code upMs}
     * @param connections to the database, left out where it has no pool
     */
    public record Node(
            long heapUsed,
            long heapMost,
            double cpu,
            int processors,
            int threads,
            long collectedMs,
            long upMs,
            Database.Connections connections) {}

    private final Database database;

    protected RuntimeResource() {
        this(null);
    }

    @Inject
    public RuntimeResource(Database database) {
        this.database = database;
    }

    @GET
    @Plan.Reads(Plan.NOTHING)
    public Node now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Node(
                heap.getUsed(),
                heap.getMax(),
                system.getProcessCpuLoad(),
                system.getAvailableProcessors(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                database.connections().orElse(null));
    }
}
