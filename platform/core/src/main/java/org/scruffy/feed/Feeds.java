package org.scruffy.feed;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.database.Database;
import org.scruffy.database.Sql;
import org.scruffy.plugin.Extension;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Plugins;
import org.scruffy.plugin.Retries;
import org.scruffy.plugin.Routines;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.ScheduleChanged;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Station;
import org.scruffy.spi.telemetry.Telemetry;

/** Every feed of every station on air, each polled by a thread of its own, and their latest playlists for whoever asks. */
@ApplicationScoped
public class Feeds {

    private static final Logger LOG = Logger.getLogger(Feeds.class.getName());
    private static final Duration BEHIND = Duration.ofMinutes(15);
    private static final Duration AHEAD = Duration.ofMinutes(90);
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private record Running(LiveFeed live, ScheduledExecutorService thread, ExecutorService writer) {

        void stop() {
            thread.shutdownNow();
            live.reloads().close();
            writer.shutdown();
        }
    }

    private final Platform platform;
    private final Plugins plugins;
    private final Schedule schedule;
    private final Database database;
    private final Manifests manifests;
    private final Telemetry telemetry;
    private final Clock clock;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(named("feeds"));
    private final ExecutorService fetchers = Executors.newCachedThreadPool(named("origin-fetch"));
    private final Fetcher fetcher;
    private final StitchingTable stitchingTable;

    protected Feeds() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public Feeds(
            Platform platform,
            Plugins plugins,
            Schedule schedule,
            Database database,
            Manifests manifests,
            Telemetry telemetry,
            Fetcher fetcher,
            StitchingTable stitchingTable,
            Clock clock) {
        this.platform = platform;
        this.plugins = plugins;
        this.schedule = schedule;
        this.database = database;
        this.manifests = manifests;
        this.telemetry = telemetry;
        this.fetcher = fetcher;
        this.stitchingTable = stitchingTable;
        this.clock = clock;
    }

    void start(
            @Observes @Priority(Platform.GO_ON_AIR) @Initialized(ApplicationScoped.class) Object event,
            Routines routines,
            Retries retries) {
        routines.every(Duration.ZERO, REFRESH, watcher, "feed schedule refresh", this::refresh);
        retries.never(
                "feed poll",
                "The feed was polled again since, as it is every few seconds: what counts is the next poll");
        retries.never("manifest retention", "What was not deleted then is deleted the next time, within the hour");
    }

    void changed(@Observes ScheduleChanged change) {
        watcher.execute(this::refresh);
    }

    void changed(@Observes StitchingChanged change) {
        watcher.execute(this::refresh);
    }

    /** The latest body of a live playlist, {@code master} or a rendition's; empty where the origin has never answered. */
    public Optional<Body> playlist(String callSign, String feed, String name) {
        return Optional.ofNullable(running.get(callSign + "/" + feed))
                .flatMap(one -> one.live().body(name));
    }

    /** The latest delta update of a rendition, empty where there is none to give. */
    public Optional<Body> delta(String callSign, String feed, String name) {
        return Optional.ofNullable(running.get(callSign + "/" + feed))
                .flatMap(one -> one.live().delta(name));
    }

    /** The latest DASH manifest, empty where there is none, or none yet. */
    public Optional<Body> dash(String callSign, String feed) {
        return live(callSign, feed).flatMap(live -> live.body(LiveFeed.MPD));
    }

    /** Why a feed does not go out as DASH, empty where it does or may. */
    public String whyNoDash(String callSign, String feed) {
        return live(callSign, feed).map(LiveFeed::whyNoDash).orElse("");
    }

    /** Where what a blocking reload asks for is. */
    public enum Reload {
        /** It is listed: the answer can be given at once. */
        LISTED,
        /** It is what comes next. */
        COMES,
        /** Nobody could wait for it yet. */
        TOO_FAR
    }

    /** Where what a player waits for is; what nobody publishes needs no waiting. */
    public Reload ahead(String callSign, String feed, String name, Awaited awaited) {
        Optional<LiveEdge> edge =
                live(callSign, feed).flatMap(one -> one.body(name)).map(Body::edge);
        if (edge.isEmpty() || edge.get().covers(awaited)) {
            return Reload.LISTED;
        }
        return edge.get().tooFar(awaited) ? Reload.TOO_FAR : Reload.COMES;
    }

    /**
     * Has an answer given as soon as a rendition lists what comes next.
     *
     * @param answer run once, by some thread, unless it is {@link #forget forgotten} before
     * @return false where too many wait already
     */
    public boolean await(String callSign, String feed, String name, Awaited awaited, Runnable answer) {
        Optional<LiveFeed> live = live(callSign, feed);
        if (live.isEmpty()) {
            answer.run();
            return true;
        }
        return live.get().reloads().await(name, awaited, answer);
    }

    /** Nobody waits for an answer any more. */
    public void forget(String callSign, String feed, Runnable answer) {
        live(callSign, feed).ifPresent(one -> one.reloads().forget(answer));
    }

    /** Where viewers are sent instead, empty where there is no need. */
    public Optional<URI> redirect(String callSign, String feed, String name) {
        return Optional.ofNullable(running.get(callSign + "/" + feed))
                .flatMap(one -> one.live().redirect(name));
    }

    /** Whether there is such a feed. */
    public boolean knows(String callSign, String feed) {
        return running.containsKey(callSign + "/" + feed);
    }

    /** The feed's target duration in seconds. */
    public int targetSeconds(String callSign, String feed) {
        return Optional.ofNullable(running.get(callSign + "/" + feed))
                .map(one -> one.live().targetSeconds())
                .orElse(1);
    }

    /** How a feed does, empty where there is no such feed. */
    public Optional<FeedStatus> status(String callSign, String feed) {
        return Optional.ofNullable(running.get(callSign + "/" + feed))
                .map(one -> one.live().status());
    }

    /** The cues that a DASH manifest signals, as whichever plugin understands it reads them. */
    public List<Cue> cuesOfManifest(String mpd) {
        return new Dialect("", plugins.stitchingAdapters()).cuesOfManifest(mpd);
    }

    /** The dialects that a feed may name: the plugins that bring one. */
    public List<String> dialects() {
        return plugins.stitchingAdapters().stream()
                .map(Extension::plugin)
                .distinct()
                .toList();
    }

    /** What viewers are offered now, empty where nothing was published yet. */
    public Optional<LiveWindow> window(String callSign, String feed) {
        return live(callSign, feed).flatMap(live -> live.witness().window());
    }

    /** What is wrong with a feed now. */
    public List<AirTrouble> troubles(String callSign, String feed) {
        return live(callSign, feed).map(live -> live.witness().troubles()).orElse(List.of());
    }

    /** The break that is on, empty where the network feed is. */
    public Optional<String> breakOn(String callSign, String feed) {
        return live(callSign, feed).flatMap(live -> live.witness().open()).map(Avail::breakId);
    }

    Optional<LiveFeed> live(String callSign, String feed) {
        return Optional.ofNullable(running.get(callSign + "/" + feed)).map(Running::live);
    }

    /** Lets a feed know what people did by hand. */
    void obey(String callSign, String feed) {
        live(callSign, feed).ifPresent(live -> {
            List<AirAction> actions = database.read(em -> {
                Sql sql = new Sql(em);
                return new AirActionTable(sql).recent(AirActionTable.feed(sql, callSign, feed), clock.instant());
            });
            live.obey(new Manual(actions, live.slate()));
        });
    }

    /** Reads the list of feeds and their breaks again; while the database does not answer, all goes on as it was. */
    private void refresh() {
        try (Telemetry.Span job = telemetry.job("feed schedule refresh")) {
            try {
                Set<String> wanted = new HashSet<>();
                Map<String, Filling> fillings = stitchingTable.fillings();
                for (Station station : schedule.stations()) {
                    for (Feed feed : station.feeds()) {
                        String key = station.callSign() + "/" + feed.name();
                        wanted.add(key);
                        List<AdBreak> breaks = breaks(station.callSign(), feed.name());
                        refresh(key, station.callSign(), feed, breaks);
                        Optional.ofNullable(running.get(key))
                                .ifPresent(one -> one.live().filling(fillings.getOrDefault(key, Filling.DEFAULT)));
                        obey(station.callSign(), feed.name());
                    }
                }
                running.keySet().stream()
                        .filter(key -> !wanted.contains(key))
                        .toList()
                        .forEach(this::stop);
            } catch (RuntimeException e) {
                job.fail(e);
                LOG.log(Level.WARNING, "The feeds' schedule cannot be read; the last one stays", e);
            }
        }
    }

    private List<AdBreak> breaks(String callSign, String feed) {
        Instant now = clock.instant();
        return schedule.breaks(callSign, feed, now.minus(BEHIND), now.plus(AHEAD));
    }

    private void refresh(String key, String callSign, Feed feed, List<AdBreak> breaks) {
        Running known = running.get(key);
        if (known != null && !known.live().feed().equals(feed)) {
            stop(key);
            known = null;
        }
        if (known == null) {
            start(key, callSign, feed, breaks);
            return;
        }
        known.live().planned(breaks);
    }

    private void start(String key, String callSign, Feed feed, List<AdBreak> breaks) {
        Optional<AirLog> log = AirLog.of(database, callSign, feed.name());
        if (log.isEmpty()) {
            return;
        }
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(named("feed-" + key));
        ExecutorService writer = Executors.newSingleThreadExecutor(named("air-log-" + key));
        Path media = platform.media();
        PatientRecords records = new PatientRecords(log.get(), writer);
        Witness witness = new Witness(
                records,
                new AirNoteLog(database, log.get().feedId()),
                new ContentHash(media),
                version -> manifests.keep(callSign, feed.name(), version),
                clock);
        LiveFeed live = new LiveFeed(
                callSign,
                feed,
                new Origin(fetcher, telemetry),
                fetchers,
                new Dialect(feed.dialect(), plugins.stitchingAdapters()),
                records,
                new Creatives(media),
                witness,
                telemetry,
                clock);
        live.planned(breaks);
        Running one = new Running(live, thread, writer);
        running.put(key, one);
        obey(callSign, feed.name());
        thread.execute(() -> poll(one));
    }

    private void poll(Running one) {
        try {
            one.live().poll();
        } finally {
            if (!one.thread().isShutdown()) {
                one.thread().schedule(() -> poll(one), one.live().pause().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void stop(String key) {
        Optional.ofNullable(running.remove(key)).ifPresent(Running::stop);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @PreDestroy
    void stop() {
        watcher.shutdownNow();
        running.keySet().forEach(this::stop);
        fetchers.shutdownNow();
    }
}
