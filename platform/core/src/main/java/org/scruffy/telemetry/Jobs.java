package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The background jobs that run now. */
@ApplicationScoped
public class Jobs {

    /**
     * A job that runs.
     *
     * @param since when it began
     * @param progress how much of it is done, 0 to 1; 0 for one that does not tell
     * @param traceId which trace shows it, once some of it is done
     */
    public record Job(String name, Instant since, double progress, String traceId) {}

    /** A job as its own thread sees it. */
    static final class Running {
        private final String name;
        private final Instant since;
        private final String traceId;
        private volatile double progress;

        Running(String name, Instant since, String traceId) {
            this.name = name;
            this.since = since;
            this.traceId = traceId;
        }

        void progress(double done) {
            progress = done;
        }
    }

    private final Clock clock;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    protected Jobs() {
        this(null);
    }

    @Inject
    public Jobs(Clock clock) {
        this.clock = clock;
    }

    Running begin(String name, String traceId) {
        Running job = new Running(name, clock.instant(), traceId);
        running.add(job);
        return job;
    }

    void end(Running job) {
        running.remove(job);
    }

    /** The jobs that run now, the oldest first. */
    public List<Job> running() {
        return running.stream()
                .map(job -> new Job(job.name, job.since, job.progress, job.traceId))
                .sorted(Comparator.comparing(Job::since))
                .toList();
    }
}
