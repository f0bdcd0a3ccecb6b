package org.scruffy.dataset;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Telemetry;
import org.scruffy.telemetry.EventWatch;
import org.scruffy.telemetry.Sampling;

/**
 * Which events are kept: what the first rule says that covers an event; without one all of them, but under pressure about as many as
 * were kept lately, of frequent names fewer than of rare ones. A change counts on every node within 30 seconds.
 */
@ApplicationScoped
public class SamplingRules implements EventWatch {

    private static final Logger LOG = Logger.getLogger(SamplingRules.class.getName());
    private static final Duration REFRESH = Duration.ofSeconds(30);
    private static final double SHARE = 0.8;
    private static final double SMOOTH = 0.5;
    private static final double LEAST_PER_SECOND = 100;

    private final Database database;
    private final LongAdder kept = new LongAdder();
    private final Sampling dynamic = Sampling.toGoal(this::goal);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "sampling-rules");
        named.setDaemon(true);
        return named;
    });
    private volatile List<SamplingRule> rules = List.of();
    private volatile double perSecond;

    /** For the container, which makes a proxy of it. */
    protected SamplingRules() {
        this(null);
    }

    @Inject
    public SamplingRules(Database database) {
        this.database = database;
    }

    void start(
            @Observes @Priority(Platform.OPEN_EVENTS - 1) @Initialized(ApplicationScoped.class) Object event,
            Routines routines,
            Telemetry telemetry) {
        refresh();
        thread.scheduleWithFixedDelay(this::measure, 1, 1, TimeUnit.SECONDS); // arithmetic, and no job
        routines.every(REFRESH, REFRESH, thread, "read sampling rules", () -> refresh(telemetry));
    }

    private void measure() {
        perSecond = perSecond * SMOOTH + kept.sumThenReset() * (1 - SMOOTH);
    }

    private void refresh(Telemetry telemetry) {
        try (Telemetry.Span job = telemetry.job("read sampling rules")) {
            try {
                refresh();
                job.set("rules", rules.size());
            } catch (RuntimeException e) {
                job.fail(e);
                LOG.log(Level.WARNING, "The sampling rules are not read anew, those of before count", e);
            }
        }
    }

    /** What the store can take: somewhat less than it took lately. */
    private double goal() {
        return Math.max(LEAST_PER_SECOND, perSecond * SHARE);
    }

    @Override
    public int rate(Event event, boolean pressed) {
        int worth = dynamic.rate(event.text(Event.DATASET) + ' ' + event.text("name")); // counts, for when it matters
        for (SamplingRule rule : rules) {
            if (rule.covers(event, pressed)) {
                return rule.rate();
            }
        }
        return pressed ? worth : 1;
    }

    @Override
    public void kept(List<Event> events) {
        kept.add(events.size());
    }

    /** The rules in the order in which they are asked. */
    public List<SamplingRule> rules() {
        return database.read(em -> new Sql(em)
                .rows("SELECT name, filters, rate, pressure FROM sampling_rule ORDER BY place").stream()
                        .map(row -> new SamplingRule(
                                row.text(0), FilterText.read(row.text(1)), (int) row.number(2), row.flag(3)))
                        .toList());
    }

    private void refresh() {
        rules = rules();
    }

    /** These are the rules from now on, in this order. */
    public List<SamplingRule> replace(List<SamplingRule> wanted) {
        database.change(em -> {
            Sql sql = new Sql(em);
            sql.run("DELETE FROM sampling_rule");
            for (int place = 0; place < wanted.size(); place++) {
                SamplingRule rule = wanted.get(place);
                sql.run(
                        "INSERT INTO sampling_rule (place, name, filters, rate, pressure) VALUES (?1, ?2, ?3, ?4, ?5)",
                        place,
                        Names.kept(rule.name()),
                        FilterText.write(rule.filters()),
                        rule.rate(),
                        rule.underPressure());
            }
        });
        refresh();
        return rules;
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
