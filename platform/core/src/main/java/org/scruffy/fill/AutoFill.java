package org.scruffy.fill;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Edit;
import org.scruffy.desk.Edit.PlaceSpot;
import org.scruffy.desk.Edit.RemoveSpot;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.desk.Outcome;
import org.scruffy.fill.Fill.State;
import org.scruffy.fill.FillPreview.Added;
import org.scruffy.fill.FillRows.FeedOf;
import org.scruffy.order.Refused;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Plugins;
import org.scruffy.plugin.Retries;
import org.scruffy.rule.Rule;
import org.scruffy.rule.RuleBook;
import org.scruffy.schedule.LocalWeek;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillWatch;
import org.scruffy.spi.schedule.SpotFiller;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Fills weeks in the background: reads what orders ask for, lets a filler place it, and keeps what that would change until somebody
 * applies it or {@value #MOST_KEPT} others came after it. Nothing is written before it is applied, and then as one command of the
 * desk. Fills live on the node they were asked of.
 */
@ApplicationScoped
public class AutoFill {

    static final int MOST_KEPT = 50;
    private static final int MOST_AT_ONCE = 2;
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Database database;
    private final RuleBook rules;
    private final Desk desk;
    private final Plugins plugins;
    private final Telemetry telemetry;
    private final Clock clock;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE, task -> {
        Thread thread = new Thread(task, "fill");
        thread.setDaemon(true);
        return thread;
    });

    protected AutoFill() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public AutoFill(Database database, RuleBook rules, Desk desk, Plugins plugins, Telemetry telemetry, Clock clock) {
        this.database = database;
        this.rules = rules;
        this.desk = desk;
        this.plugins = plugins;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** A fill and whoever waits for it. */
    private static final class Job implements FillWatch {

        private Fill fill;
        private boolean cancelled;
        private boolean claimed;

        Job(Fill fill) {
            this.fill = fill;
        }

        synchronized Fill fill() {
            return fill;
        }

        @Override
        public synchronized void progress(double done, int leftOut) {
            fill = with(fill.state(), done, leftOut, fill.preview(), "");
        }

        @Override
        public synchronized boolean cancelled() {
            return cancelled;
        }

        /** Only one that runs ends otherwise; one that was cancelled stays so. */
        synchronized void end(State state, Optional<FillPreview> preview, String problem) {
            if (fill.state() == State.RUNNING) {
                fill = with(state, 1, fill.leftOut(), preview, problem);
            }
        }

        synchronized void cancel() {
            cancelled = true;
            if (fill.state() == State.RUNNING || fill.state() == State.READY) {
                fill = with(State.CANCELLED, fill.progress(), fill.leftOut(), Optional.empty(), "");
            }
        }

        /** The preview, given out once until it is {@link #applied} or not: of two who apply it one is told that it is gone. */
        synchronized FillPreview claim() {
            if (fill.state() != State.READY || claimed) {
                String found = claimed ? "being applied" : fill.state().name();
                throw Refused.clash("There is nothing to apply: the fill is " + found, "state", found, "READY");
            }
            FillPreview preview = fill.preview().orElseThrow();
            if (edits(preview).isEmpty()) {
                throw Refused.clash(
                        "There is nothing to apply: the fill changes nothing", "state", "no change", "a change");
            }
            claimed = true;
            return preview;
        }

        synchronized void applied(boolean done) {
            claimed = false;
            if (done) {
                fill = with(State.APPLIED, 1, fill.leftOut(), fill.preview(), "");
            }
        }

        private Fill with(State state, double progress, int leftOut, Optional<FillPreview> preview, String problem) {
            return new Fill(
                    fill.id(),
                    fill.request(),
                    fill.monday(),
                    fill.actor(),
                    fill.since(),
                    state,
                    progress,
                    leftOut,
                    preview,
                    problem);
        }
    }

    /**
     * Begins a fill.
     *
     * @throws org.scruffy.schedule.NoSuchFeed where the station or the feed is not known
     * @throws Refused where the week has no schedule, there is no such filler, or the budget is too large
     */
    public Fill start(FillRequest request, String actor) {
        return start(request, actor, UnaryOperator.identity());
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR) @Initialized(ApplicationScoped.class) Object event,
            Retries retries) {
        retries.by("fill week", this::again);
    }

    /** Places are found once more; what that would change waits for somebody as that of every fill. */
    Retries.Asked again(Retries.Run run) {
        Fill fill = start(FillRequest.of(run), run.who(), work -> Retries.repeating(run.traceId(), work));
        FillRequest request = fill.request();
        return new Retries.Asked(
                "Places are found again for " + request.callSign() + " " + request.feed() + ", week of " + fill.monday()
                        + ". Nothing changes before somebody applies it.",
                "fill.xhtml?station=" + request.callSign() + "&feed=" + request.feed() + "&date=" + fill.monday()
                        + "&fill=" + fill.id());
    }

    private Fill start(FillRequest request, String actor, UnaryOperator<Runnable> as) {
        SpotFiller filler = filler(request);
        LocalDate monday = LocalWeek.mondayOf(request.day());
        FeedOf feed = database.read(em -> new FillRows(new Sql(em)).feed(request.callSign(), request.feed(), monday));
        if (!feed.scheduled()) {
            throw Refused.invalid("week", request.day().toString(), "a day of a week of the feed that has a schedule");
        }
        Job job = new Job(new Fill(
                UUID.randomUUID().toString(),
                request,
                monday,
                actor,
                clock.instant(),
                State.RUNNING,
                0,
                0,
                Optional.empty(),
                ""));
        keep(job);
        threads.execute(as.apply(() -> run(job, feed, filler)));
        return job.fill();
    }

    private void keep(Job job) {
        synchronized (jobs) {
            jobs.put(job.fill().id(), job);
            List<String> ended = jobs.entrySet().stream()
                    .filter(one -> one.getValue().fill().state() != State.RUNNING)
                    .map(Map.Entry::getKey)
                    .toList();
            ended.stream().limit(Math.max(0, jobs.size() - MOST_KEPT)).forEach(jobs::remove);
        }
    }

    /** A plugin's of that name, or else the house's. */
    private SpotFiller filler(FillRequest request) {
        for (Extension<SpotFiller> extension : plugins.spotFillers()) {
            if (extension.call("filler name", "", SpotFiller::name).equals(request.filler())) {
                return new Contained(extension, request.filler(), request.budget());
            }
        }
        if (!request.filler().equals(SpotFiller.HOUSE)) {
            throw Refused.invalid("filler", request.filler(), SpotFiller.HOUSE + " or the name of a plugin's filler");
        }
        return new HouseFiller();
    }

    /** A plugin's filler behind its deadline. */
    private record Contained(Extension<SpotFiller> extension, String name, FillBudget budget) implements SpotFiller {

        @Override
        public FillPlan fill(FillProblem problem, FillBudget within, FillWatch watch) {
            Duration deadline = min(budget.time(), FillRequest.MOST_TIME).plus(GRACE);
            FillPlan nothing = new FillPlan(List.of(), List.of(), -1);
            FillPlan plan = extension.call("fill", deadline, nothing, filler -> filler.fill(problem, within, watch));
            if (plan.iterations() < 0) {
                throw new IllegalStateException("Filler " + name + " of plugin " + extension.plugin()
                        + " gave no plan: " + extension.lastFailure());
            }
            return plan;
        }

        private static Duration min(Duration a, Duration b) {
            return a.compareTo(b) < 0 ? a : b;
        }
    }

    private void run(Job job, FeedOf feed, SpotFiller filler) {
        if (job.cancelled()) {
            return;
        }
        FillRequest request = job.fill().request();
        try (Telemetry.Span span = telemetry.job("fill week")) {
            request.tell(span);
            try {
                Intent intent = read(request, feed);
                FillPlan plan = filler.fill(intent.problem, atMost(request.budget()), new Told(job, span));
                span.set("fill.iterations", plan.iterations())
                        .set("fill.placed", plan.placements().size());
                job.end(State.READY, Optional.of(Comparison.of(intent, plan)), "");
            } catch (RuntimeException e) {
                span.fail(e);
                job.end(State.FAILED, Optional.empty(), "The fill failed; trace " + span.traceId());
            }
        }
    }

    /** Iterations end somewhere too. */
    private static FillBudget atMost(FillBudget budget) {
        boolean long_ = budget.time().compareTo(FillRequest.MOST_TIME) > 0;
        return new FillBudget(budget.seed(), budget.iterations(), long_ ? FillRequest.MOST_TIME : budget.time());
    }

    private record Told(Job job, Telemetry.Span span) implements FillWatch {

        @Override
        public void progress(double done, int leftOut) {
            job.progress(done, leftOut);
            span.progress(done);
        }

        @Override
        public boolean cancelled() {
            return job.cancelled();
        }
    }

    /** What a fill is about: six statements, whatever the size. */
    Intent read(FillRequest request, FeedOf feed) {
        List<Rule> ofStation = rules.rules(feed.callSign());
        return database.read(em -> Intent.read(new Sql(em), request, feed, ofStation, clock.instant()));
    }

    /** @throws Refused where the station has no such fill */
    public Fill get(String callSign, String id) {
        return job(callSign, id).fill();
    }

    private Job job(String callSign, String id) {
        synchronized (jobs) {
            return Optional.ofNullable(jobs.get(id))
                    .filter(job -> job.fill().request().callSign().equals(callSign))
                    .orElseThrow(() -> Refused.unknown("fill", id));
        }
    }

    /** Stops a fill, or throws away what it found. */
    public void cancel(String callSign, String id) {
        job(callSign, id).cancel();
    }

    /**
     * Does what the preview shows, as one command that can be undone, or nothing.
     *
     * @param reason why warnings do not count, empty where there is none
     * @throws Refused where it is not ready
     * @throws org.scruffy.desk.EditRefused where somebody changed something in the meantime, or a rule is against it
     */
    public Outcome apply(String callSign, String id, Editor editor, String reason) {
        Job job = job(callSign, id);
        FillPreview preview = job.claim();
        Fill fill = job.fill();
        boolean done = false;
        try {
            Options options = Options.plain()
                    .named("Fill " + fill.request().feed() + ", week of " + fill.monday())
                    .because(reason)
                    .automatic();
            Outcome outcome = desk.apply(editor, callSign, edits(preview), options);
            done = true;
            return outcome;
        } finally {
            job.applied(done);
        }
    }

    /** First what goes, then what comes: a spot that moves does both, and so stays one of the fill's and not of a person's. */
    static List<Edit> edits(FillPreview preview) {
        List<Edit> edits = new ArrayList<>();
        preview.removed().forEach(spot -> edits.add(new RemoveSpot(spot.spot(), spot.version())));
        preview.moved().forEach(spot -> edits.add(new RemoveSpot(spot.spot(), spot.version())));
        List<Added> coming = new ArrayList<>(preview.added());
        preview.moved()
                .forEach(spot ->
                        coming.add(new Added(spot.line(), spot.lineName(), spot.adId(), spot.toBreak(), spot.start())));
        coming.stream()
                .sorted(Comparator.comparing(Added::start).thenComparing(Added::line))
                .forEach(spot -> edits.add(new PlaceSpot(spot.breakId(), null, spot.adId(), spot.line())));
        return edits;
    }

    @PreDestroy
    void stop() {
        synchronized (jobs) {
            jobs.values().forEach(Job::cancel);
        }
        threads.shutdownNow();
    }
}
