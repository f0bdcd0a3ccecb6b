package org.scruffy.telemetry;

import com.sun.management.OperatingSystemMXBean;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.database.Database;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Event;

/**
 * How the node below the platform does: its heap, its processors, its threads, its pool of connections. Every 15 seconds one wide event
 * says so in the platform's own dataset, beside its spans; it is never left out of a sample.
 */
@ApplicationScoped
public class Vitals {

    /** The {@code name} of the events. */
    public static final String NAME = "node";

    private static final Logger LOG = Logger.getLogger(Vitals.class.getName());
    private static final Duration PACE = Duration.ofSeconds(15);
    private static final double NANOS_PER_MS = 1e6;

    /**
     * How a node does now.
     *
     * @param heapUsed in bytes, as {@code heapMost}
     * @param cpuNanos how much time of processors its process took since the start; below 0 where it is not known
     * @param collectedMs how long garbage was collected since the start, of {@code upMs}
     * @param connections to the database, empty where it has no pool
     */
    public record Now(
            long heapUsed,
            long heapMost,
            long cpuNanos,
            int processors,
            int threads,
            long collectedMs,
            long upMs,
            Optional<Database.Connections> connections) {}

    private final Database database;
    private final Ingest ingest;
    private final Clock clock;
    private final String node = ManagementFactory.getRuntimeMXBean().getName();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "vitals");
        named.setDaemon(true);
        return named;
    });
    private Now last;

    protected Vitals() {
        this(null, null, null);
    }

    @Inject
    public Vitals(Database database, Ingest ingest, Clock clock) {
        this.database = database;
        this.ingest = ingest;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR) @Initialized(ApplicationScoped.class) Object event,
            Routines routines) {
        last = now();
        routines.every(PACE, PACE, thread, "read vitals", this::keep);
    }

    /** What this node's events call it, in {@code service.instance.id}. */
    public String node() {
        return node;
    }

    /** How this node does at the moment. */
    public Now now() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Now(
                heap.getUsed(),
                heap.getMax(),
                system.getProcessCpuTime(),
                system.getAvailableProcessors(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum(),
                ManagementFactory.getRuntimeMXBean().getUptime(),
                database.connections());
    }

    /** The event is the trace that a run leaves: a job of its own would say the same twice. */
    private void keep() {
        Now now = now();
        try {
            ingest.restore(List.of(ingest.admit(event(last, now))));
        } catch (NotKept | RuntimeException e) {
            LOG.log(Level.FINE, "How the node does is not kept this time", e);
        } finally {
            last = now;
        }
    }

    /** How a node does now, its shares of time since before. */
    Event event(Now before, Now now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(Event.DATASET, SpanEvents.DATASET);
        fields.put("meta.signal_type", "metric");
        fields.put("name", NAME);
        fields.put("service.name", "scruffy");
        fields.put("service.instance.id", node);
        fields.put("jvm.memory.used", now.heapUsed());
        fields.put("jvm.memory.limit", now.heapMost());
        fields.put("jvm.thread.count", (long) now.threads());
        double passed = Math.max(1, now.upMs() - before.upMs());
        fields.put("jvm.gc.share", (now.collectedMs() - before.collectedMs()) / passed);
        if (now.cpuNanos() >= 0) {
            double busy = (now.cpuNanos() - before.cpuNanos()) / NANOS_PER_MS;
            fields.put("jvm.cpu.share", Math.min(1, busy / passed / now.processors()));
        }
        now.connections().ifPresent(pool -> {
            fields.put("db.pool.used", (long) pool.used());
            fields.put("db.pool.idle", (long) pool.idle());
            fields.put("db.pool.most", (long) pool.most());
            fields.put("db.pool.waiting", (long) pool.waiting());
        });
        return new Event(clock.instant(), fields);
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
