package org.scruffy.schedule;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Plugins;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.ScheduleSource;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.schedule.Timeslot;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * Takes stations, and this week and the next of each of their feeds, over from the plugins' sources: once at the start, then
 * every minute; in the demo also the week before, which it has a past in. Whatever fails leaves the last good schedule as it is.
 */
@ApplicationScoped
public class ScheduleImport {

    private static final Logger LOG = Logger.getLogger(ScheduleImport.class.getName());
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Plugins plugins;
    private final Database database;
    private final Schedule schedule;
    private final Telemetry telemetry;
    private final Clock clock;
    private final Platform platform;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "schedule-import");
        thread.setDaemon(true);
        return thread;
    });

    protected ScheduleImport() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ScheduleImport(
            Plugins plugins,
            Database database,
            Schedule schedule,
            Telemetry telemetry,
            Clock clock,
            Platform platform) {
        this.plugins = plugins;
        this.database = database;
        this.schedule = schedule;
        this.telemetry = telemetry;
        this.clock = clock;
        this.platform = platform;
    }

    void start(
            @Observes @Priority(Platform.IMPORT_SCHEDULE) @Initialized(ApplicationScoped.class) Object event,
            Routines routines) {
        run();
        routines.every(Duration.ofMinutes(1), Duration.ofMinutes(1), timer, "schedule import", this::run);
    }

    void run() {
        try (Telemetry.Span job = telemetry.job("schedule import")) {
            plugins.scheduleSources().forEach(source -> take(source, job));
        }
    }

    private void take(Extension<ScheduleSource> source, Telemetry.Span job) {
        List<Station> stations = source.call("stations", DEADLINE, List.of(), ScheduleSource::stations);
        for (Station station : stations) {
            Set<String> changed = new HashSet<>();
            orLastGood(source, station, job, () -> changed.addAll(follow(station)));
            for (Feed feed : station.feeds()) {
                LocalWeek week = LocalWeek.at(clock.instant(), feed.zone());
                for (LocalWeek one :
                        platform.demo() ? List.of(week.previous(), week, week.next()) : List.of(week, week.next())) {
                    orLastGood(source, station, job, () -> {
                        if (take(source, station, feed, one)) {
                            changed.add(feed.name());
                        }
                    });
                }
            }
            orLastGood(source, station, job, () -> changed.addAll(copyMainFeed(station)));
            changed.forEach(feed -> schedule.changed(station.callSign(), feed));
        }
    }

    /** One week that is refused does not keep the others out. */
    private static void orLastGood(
            Extension<ScheduleSource> source, Station station, Telemetry.Span job, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            job.fail(e);
            LOG.warning(() -> "A week of " + station.callSign() + " from plugin " + source.plugin()
                    + " was refused, the last good one stays: " + reason(e));
        }
    }

    private static String reason(Throwable thrown) {
        Throwable deepest = thrown;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage();
    }

    private List<String> follow(Station station) {
        return database.transaction(em -> new Stations(new Sql(em)).follow(station));
    }

    private List<String> copyMainFeed(Station station) {
        LocalDate monday = LocalWeek.at(clock.instant(), station.zone()).monday();
        return Stream.of(monday, monday.plusWeeks(1))
                .flatMap(week ->
                        database
                                .transaction(em -> new Stations(new Sql(em)).copyMainFeed(station.callSign(), week))
                                .stream())
                .toList();
    }

    private boolean take(Extension<ScheduleSource> source, Station station, Feed feed, LocalWeek week) {
        Optional<List<Timeslot>> slots = source.call(
                "week", DEADLINE, Optional.empty(), asked -> Optional.of(asked.week(station, feed, week.monday())));
        if (slots.isEmpty() || slots.get().isEmpty()) {
            return false;
        }
        return database.transaction(em -> {
            Sql sql = new Sql(em);
            FeedRow row = FeedRow.named(sql, station.callSign(), feed.name(), week.monday())
                    .get(0);
            WeekIntake intake = new WeekIntake(sql);
            return intake.follow(slots.get()) | (row.fromSource() && intake.take(row.id(), week, slots.get()));
        });
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
