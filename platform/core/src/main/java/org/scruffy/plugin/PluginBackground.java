package org.scruffy.plugin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.spi.Background;
import org.scruffy.spi.telemetry.Telemetry;

/** The routines of one plugin: each on a thread of its own that has the plugin's class loader, each run a job. */
final class PluginBackground implements Background, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PluginBackground.class.getName());
    private static final int MOST = 16;
    private static final Duration SHORTEST_PACE = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final String plugin;
    private final ClassLoader loader;
    private final Routines routines;
    private final Telemetry telemetry;
    private final Map<String, ScheduledExecutorService> threads = new LinkedHashMap<>();
    private volatile boolean stopped;

    PluginBackground(String plugin, ClassLoader loader, Routines routines, Telemetry telemetry) {
        this.plugin = plugin;
        this.loader = loader;
        this.routines = routines;
        this.telemetry = telemetry;
    }

    @Override
    public synchronized void every(String name, Duration first, Duration pace, Work work) {
        check(name, first, pace);
        String job = plugin + " " + name;
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> thread(job, task));
        threads.put(job, thread);
        routines.every(first, pace, thread, job, () -> run(job, work));
    }

    private void check(String name, Duration first, Duration pace) {
        String routine = "Plugin " + plugin + ": routine '" + name + "' ";
        if (!name.matches("[a-z0-9][a-z0-9 -]{0,39}")) {
            throw new IllegalArgumentException(
                    routine + "is not named by 1 to 40 lower case letters, digits, dashes and spaces");
        }
        if (threads.containsKey(plugin + " " + name)) {
            throw new IllegalArgumentException(routine + "is there already");
        }
        if (first.isNegative() || pace.compareTo(SHORTEST_PACE) < 0) {
            throw new IllegalArgumentException(
                    routine + "begins in " + first + " and every " + pace + ", expected PT0S or more and PT1S or more");
        }
        if (stopped || threads.size() == MOST) {
            throw new IllegalStateException(routine
                    + (stopped ? "comes after the plugin stopped" : "is one more than the " + MOST + " it may have"));
        }
    }

    private Thread thread(String name, Runnable task) {
        Thread thread = new Thread(task, "plugin-" + name);
        thread.setDaemon(true);
        thread.setContextClassLoader(loader);
        return thread;
    }

    private void run(String name, Work work) {
        try (Telemetry.Span job = telemetry.job(name)) {
            job.set("plugin.name", plugin);
            try {
                work.run(job);
            } catch (Throwable e) { // whatever it is, the next run comes
                job.fail(e);
                if (!stopped) {
                    LOG.log(Level.WARNING, e, () -> "Plugin " + plugin + ": " + name + " failed, trying again later");
                }
            }
        }
    }

    /** No run begins any more; those that go on are interrupted and have a moment to end. */
    @Override
    public void close() {
        List<ScheduledExecutorService> running = stop();
        long until = System.nanoTime() + FAREWELL.toNanos();
        try {
            for (ScheduledExecutorService thread : running) {
                thread.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<ScheduledExecutorService> stop() {
        stopped = true;
        threads.keySet().forEach(routines::forget);
        threads.values().forEach(ScheduledExecutorService::shutdownNow);
        return List.copyOf(threads.values());
    }
}
