package org.scruffy.creative;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.creative.Queue.Job;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.feed.LadderReader;
import org.scruffy.order.CreativeArrived;
import org.scruffy.order.Inbox;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.NotRepeated;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.PluginFailure;
import org.scruffy.plugin.Plugins;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.schedule.Schedule;
import org.scruffy.spi.feed.Booked;
import org.scruffy.spi.feed.Conditioned;
import org.scruffy.spi.feed.Conditioned.Copy;
import org.scruffy.spi.feed.Conditioned.Refusal;
import org.scruffy.spi.feed.Conditioner;
import org.scruffy.spi.feed.ConditioningWatch;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Conditions what waits, one copy at a time on each node: the air comes first. The queue is in the database, so that what a node
 * leaves behind is taken up again.
 */
@ApplicationScoped
public class Conditioning {

    private static final Logger LOG = Logger.getLogger(Conditioning.class.getName());
    private static final Duration PACE = Duration.ofSeconds(5);
    private static final int STOP_SECONDS = 3;
    private static final Duration PATIENCE = Duration.ofHours(2);

    private final Database database;
    private final Plugins plugins;
    private final Platform platform;
    private final Inbox inbox;
    private final Schedule schedule;
    private final LadderReader reader;
    private final Telemetry telemetry;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "conditioning");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        return thread;
    });
    private final Map<String, String> repeated = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    protected Conditioning() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public Conditioning(
            Database database,
            Plugins plugins,
            Platform platform,
            Inbox inbox,
            Schedule schedule,
            LadderReader reader,
            Telemetry telemetry,
            Clock clock) {
        this.database = database;
        this.plugins = plugins;
        this.platform = platform;
        this.inbox = inbox;
        this.schedule = schedule;
        this.reader = reader;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR + 1) @Initialized(ApplicationScoped.class) Object event,
            Routines routines,
            Retries retries) {
        routines.every(PACE, PACE, thread, "condition creative", this::look);
        retries.by("condition creative", this::again);
    }

    /** The file of a creative waits for its copies again; whichever node is free makes them. */
    Retries.Asked again(Retries.Run run) {
        String adId = run.text("creative");
        if (!queue(queue -> queue.again(adId))) {
            throw new NotRepeated(
                    "The file of " + adId + " did not fail, or another came since: there is nothing to repeat");
        }
        repeated.put(adId, run.traceId());
        thread.execute(this::look);
        return new Retries.Asked("The file of " + adId + " is conditioned again as soon as the thread is free.", "");
    }

    void arrived(@Observes CreativeArrived arrival) {
        thread.execute(this::look);
    }

    /** Whether anything here can condition at all. */
    public boolean possible() {
        return !plugins.conditioners().isEmpty();
    }

    /** Makes all copies that are missing. */
    void look() {
        try {
            Optional<Extension<Conditioner>> conditioner =
                    plugins.conditioners().stream().findFirst();
            if (conditioner.isEmpty() || stopping || !database.read(em -> Queue.used(new Sql(em)))) {
                return;
            }
            new Ladders(database, schedule, reader, clock, platform.folder("work")).read(conditioner.get());
            while (!stopping && one(conditioner.get())) {
                LOG.fine("one copy more");
            }
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.log(Level.WARNING, "What waits for conditioning cannot be looked at; it is tried again", e);
            }
        }
    }

    private boolean one(Extension<Conditioner> conditioner) {
        queue(queue -> {
            queue.fill();
            return true;
        });
        Optional<Job> job = queue(Queue::take);
        job.ifPresent(taken -> condition(conditioner, taken));
        return job.isPresent();
    }

    private <R> R queue(Function<Queue, R> work) {
        return database.transaction(em -> work.apply(new Queue(new Sql(em), clock.instant())));
    }

    private void condition(Extension<Conditioner> conditioner, Job job) {
        try (Telemetry.Span span = telemetry.job("condition creative")) {
            span.set("creative", job.adId()).set("attempt", job.attempt());
            Optional.ofNullable(repeated.remove(job.adId())).ifPresent(traceId -> span.set(Retries.OF, traceId));
            Path making = platform.media().resolve(".making").resolve("" + job.id());
            try {
                made(conditioner, job, Content.fresh(making), new Waiting(job, span));
            } catch (PluginFailure | UncheckedIOException e) {
                span.fail(e);
                failed(job, e.getCause(), span);
            } catch (IOException | IllegalArgumentException e) {
                span.fail(e);
                failed(job, e, span);
            } finally {
                discard(making);
            }
        }
    }

    private void made(Extension<Conditioner> conditioner, Job job, Path making, Waiting watch)
            throws PluginFailure, IOException {
        if (job.booked().compareTo(job.lengths().longest()) > 0) {
            failed(
                    job,
                    "The creative is booked with " + seconds(job.booked()) + ", the longest spot that is taken has "
                            + seconds(job.lengths().longest()) + ".");
            return;
        }
        Path source = inbox.file(job.source());
        if (!Files.isRegularFile(source)) {
            throw new IOException("The file is not on this machine any more: send it again");
        }
        Ladder ladder = LadderText.read(job.rungs());
        Booked booked = new Booked(job.booked(), job.lengths().tolerance());
        Optional<Conditioned> came = conditioner.demand(PATIENCE, one -> {
            try {
                return Optional.of(one.condition(source, booked, ladder, making, watch));
            } catch (CancellationException e) {
                return Optional.empty();
            }
        });
        if (came.isEmpty()) {
            queue(queue -> {
                queue.giveBack(job); // does nothing to one that a person cancelled
                return true;
            });
            return;
        }
        if (came.get() instanceof Refusal refusal) {
            failed(job, refusal.reason());
            return;
        }
        String recipe = conditioner.demand(Duration.ofSeconds(5), Conditioner::recipe);
        String folder =
                "air/" + Content.sha256(String.join("\n", job.source(), "" + job.booked(), job.rungs(), recipe));
        queue(queue -> {
            Queue.alone(queue.sql());
            Content.publish(making, platform.media().resolve(folder));
            queue.ready(job, folder, (Copy) came.get());
            return true;
        });
    }

    private static String seconds(Duration length) {
        return BigDecimal.valueOf(length.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private void failed(Job job, Throwable cause, Telemetry.Span span) {
        if (stopping) {
            queue(queue -> {
                queue.giveBack(job);
                return true;
            });
            return;
        }
        String words = cause instanceof IOException
                        && cause.getMessage() != null
                        && cause.getMessage().startsWith("The ")
                ? cause.getMessage() + "."
                : "It could not be conditioned; try again. The trace " + span.traceId() + " says more.";
        LOG.log(Level.WARNING, cause, () -> "The file of creative " + job.adId() + " could not be conditioned");
        failed(job, words);
    }

    private void failed(Job job, String words) {
        queue(queue -> {
            queue.failed(job, words);
            return true;
        });
    }

    private static void discard(Path making) {
        try {
            Content.delete(making);
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> making + " cannot be deleted; it is when the copy is made again");
        }
    }

    /** Tells the queue how far a copy is and asks it whether somebody still wants it, once in a second. */
    private final class Waiting implements ConditioningWatch {

        private static final long RENEW_NANOS = 1_000_000_000L;

        private final Job job;
        private final Telemetry.Span span;
        private long told;
        private boolean wanted = true;

        Waiting(Job job, Telemetry.Span span) {
            this.job = job;
            this.span = span;
        }

        @Override
        public synchronized void progress(double done, String step) {
            span.progress(done);
            if (told != 0 && System.nanoTime() - told < RENEW_NANOS) {
                return;
            }
            told = System.nanoTime();
            try {
                wanted = queue(queue -> queue.renew(job, done, step));
            } catch (RuntimeException e) {
                span.set("renewed", false); // the database is away for a moment; the lease outlasts it
            }
        }

        @Override
        public synchronized boolean cancelled() {
            return stopping || !wanted;
        }
    }

    @PreDestroy
    void stop() {
        stopping = true;
        thread.shutdown();
        try {
            thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS); // it gives back what it has in hand
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
