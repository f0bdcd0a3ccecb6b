package org.scruffy.error;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.scruffy.database.Database;
import org.scruffy.error.ErrorGroup.State;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Routines;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Telemetry;
import org.scruffy.telemetry.EventWatch;

/**
 * Groups of errors, counted from the events that are kept, a few seconds later, all of them in a few statements. What cannot be counted
 * is counted as missed; the events themselves are kept all the same.
 */
@ApplicationScoped
public class ErrorGroups implements EventWatch {

    private static final Logger LOG = Logger.getLogger(ErrorGroups.class.getName());
    private static final Duration PACE = Duration.ofSeconds(2);
    private static final Duration SIGHTS_KEPT = Duration.ofDays(30);

    /** What comes first: what is greatest or latest. */
    public enum Order {
        LAST_SEEN("g.last_seen"),
        FIRST_SEEN("g.first_seen"),
        EVENTS("g.events");

        private final String column;

        Order(String column) {
            this.column = column;
        }

        String column() {
            return column;
        }
    }

    /**
     * Which groups are wanted; empty words want any.
     *
     * @param text words that are all in its type, its message or where it happened, in whatever case
     */
    public record Wanted(
            Optional<State> state,
            String dataset,
            String assignee,
            String station,
            String service,
            String text,
            Order order,
            int limit) {

        List<String> words() {
            return Stream.of(text.toLowerCase(Locale.ROOT).split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }

    /**
     * A group that came in no build before this one.
     *
     * @param build as its events said it
     * @param id of the group
     */
    public record NewIn(String build, String dataset, String id, String type, String message, Instant firstSeen) {}

    /**
     * A group that came back in a build after it was resolved.
     *
     * @param build as its events said it
     * @param id of the group
     * @param at when it did, the last time that it did in this build
     */
    public record CameBack(String build, String dataset, String id, String type, String message, Instant at) {}

    /** What somebody makes of a group. */
    public record Verdict(State state, String assignee, boolean nextBuild) {}

    private final Database database;
    private final Clock clock;
    private final Tally tally = new Tally();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "error-groups");
        named.setDaemon(true);
        return named;
    });

    protected ErrorGroups() {
        this(null, null);
    }

    @Inject
    public ErrorGroups(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(Platform.OPEN_EVENTS - 1) @Initialized(ApplicationScoped.class) Object event,
            Routines routines,
            Telemetry telemetry) {
        routines.every(PACE, PACE, thread, "count errors", () -> count(telemetry));
        routines.every(Duration.ofMinutes(1), Duration.ofHours(1), thread, "error retention", () -> forget(telemetry));
    }

    @Override
    public void kept(List<Event> events) {
        for (Event event : events) {
            if (Failure.isTold(event)) {
                tally.add(Failure.told(event));
            }
        }
    }

    /** How many errors since the start are not counted: of too many kinds at once, or while the database failed. */
    public long missed() {
        return tally.missed();
    }

    /** A run that has nothing to count is none. */
    void count(Telemetry telemetry) {
        long errors = tally.errors();
        if (errors == 0) {
            return;
        }
        try (Telemetry.Span job = telemetry.job("count errors")) {
            job.set("errors", errors);
            try {
                count();
            } catch (RuntimeException e) {
                job.fail(e);
                LOG.log(Level.WARNING, "Errors are not counted", e);
            }
        }
    }

    /** Counts what waits. */
    synchronized void count() {
        List<Sight> sights = tally.take();
        if (sights.isEmpty()) {
            return;
        }
        try {
            List<Sight> groups = merged(
                    sights,
                    sight -> List.of(sight.example().dataset(), sight.example().fingerprint()));
            database.change(em -> new ErrorTable(em).write(groups, ordered(sights)));
        } catch (RuntimeException e) {
            tally.miss(sights);
            throw e;
        }
    }

    private static List<Sight> merged(Collection<Sight> sights, Function<Sight, Object> key) {
        Map<Object, Sight> merged = new LinkedHashMap<>();
        sights.forEach(sight -> merged.merge(key.apply(sight), sight, Sight::with));
        return ordered(merged.values());
    }

    /** Every node writes in this order. */
    private static List<Sight> ordered(Collection<Sight> sights) {
        return sights.stream()
                .sorted(Comparator.comparing((Sight sight) -> sight.example().dataset())
                        .thenComparing(sight -> sight.example().fingerprint()))
                .toList();
    }

    private void forget(Telemetry telemetry) {
        try (Telemetry.Span job = telemetry.job("error retention")) {
            try {
                forget();
            } catch (RuntimeException e) {
                job.fail(e);
                LOG.log(Level.WARNING, "Old sights of errors are not deleted", e);
            }
        }
    }

    /** Deletes the sights that are too old. */
    void forget() {
        database.change(em -> new ErrorTable(em).forget(clock.instant().minus(SIGHTS_KEPT)));
    }

    public List<ErrorGroup> groups(Wanted wanted) {
        return database.read(em -> new ErrorTable(em).groups(wanted, clock.instant()));
    }

    /** The services that groups were seen in, by name and at most 1,000. */
    public List<String> services() {
        return database.read(em -> new ErrorTable(em).services());
    }

    /** The groups of the errors that these events tell of, as {@link #groups} has them. */
    public List<ErrorGroup> toldBy(List<Event> events) {
        List<Failure> told =
                events.stream().filter(Failure::isTold).map(Failure::of).toList();
        return told.isEmpty() ? List.of() : database.read(em -> new ErrorTable(em).of(told, clock.instant()));
    }

    /** The groups that a build brought since then, the latest first and at most 500. */
    public List<NewIn> newInBuilds(Instant since) {
        return database.read(em -> new ErrorTable(em).newInBuilds(since));
    }

    /** The groups that came back in a build since then, the latest first and at most 500. */
    public List<CameBack> cameBack(Instant since) {
        return database.read(em -> new ErrorTable(em).cameBack(since));
    }

    /** A group with where it was seen; empty where there is none of the id. */
    public Optional<ErrorStory> story(long id) {
        Instant now = clock.instant();
        return database.read(em -> new ErrorTable(em).story(id, now));
    }

    /** What somebody makes of a group; what is resolved again stays resolved since it first was. */
    public Optional<ErrorStory> judge(long id, Verdict verdict) {
        judge(Map.of(id, verdict));
        return story(id);
    }

    /** The same of many by their ids, in one statement; the ids of those that there are. */
    public Set<Long> judge(Map<Long, Verdict> verdicts) {
        return database.transaction(em -> new ErrorTable(em).judge(verdicts, clock.instant()));
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
