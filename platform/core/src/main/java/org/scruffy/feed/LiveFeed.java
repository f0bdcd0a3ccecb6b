package org.scruffy.feed;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.schedule.Feed.BreakSignal;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * One feed on air. {@link #poll} reads the origin once, whoever watches, and publishes whole bodies; requests only take them.
 */
final class LiveFeed {

    static final String MASTER = "master";
    /** Not a playlist, but what is in them for players that report what they showed. */
    static final String TRACKING = "tracking";
    /** The same as a DASH manifest, under a name that no playlist has. */
    static final String MPD = ".mpd";

    private static final String DELTA = "?skip";
    private static final int SKIP_UNTIL_TARGETS = 6;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(3);
    private static final int WAIT_FOR_ALL = 3;
    private static final int REREAD_MASTER = 30;
    private static final int MOST_REFUSALS = 4;
    private static final int STALE_AFTER_TARGETS = 3;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final int PARTS_WAITED_FOR = 3;

    /** One rendition of the origin. */
    private static final class Rendition {

        private final String name;
        private final PlaylistFollower follower = new PlaylistFollower();
        private final Renderer renderer = new Renderer();
        private final Variant.Kind kind;
        private final int height;
        private final long bandwidth;
        private final String language;
        private String address;
        private Optional<Window> window = Optional.empty();
        private LowLatency low = LowLatency.NONE;
        private Instant good = Instant.EPOCH;
        private Instant grown = Instant.EPOCH;
        private String refusal = "has not answered yet";

        Rendition(String name, Multivariant.Stream stream, String address) {
            this(name, Variant.Kind.PICTURE, stream.height(), stream.bandwidth(), "", address);
        }

        Rendition(String name, Multivariant.Media media, String address) {
            this(
                    name,
                    media.type().equals("AUDIO") ? Variant.Kind.SOUND : Variant.Kind.TEXT,
                    0,
                    0,
                    media.language(),
                    address);
        }

        private Rendition(String name, Variant.Kind kind, int height, long bandwidth, String language, String address) {
            this.name = name;
            this.kind = kind;
            this.height = height;
            this.bandwidth = bandwidth;
            this.language = language;
            this.address = address;
        }

        /** Where its next version is; one that did not answer is not waited for. */
        String next() {
            return window.filter(known -> refusal.isEmpty())
                    .map(known -> low.next(address, known.last().sequence()))
                    .orElse(address);
        }

        void moves(String to) {
            if (!to.equals(address)) {
                low = LowLatency.NONE;
            }
            address = to;
        }

        Variant variant() {
            return new Variant(
                    kind,
                    height,
                    bandwidth,
                    language,
                    window.map(Window::fragmented).orElse(false));
        }
    }

    private final String station;
    private final Feed feed;
    private final Origin origin;
    private final ExecutorService fetchers;
    private final StitchingAdapter dialect;
    private final Optional<SegmentWatch> segments;
    private final Sightings sightings = new Sightings();
    private final Stitcher stitcher;
    private final PatientRecords records;
    private final Creatives creatives;
    private final SpotParts spotParts;
    private final Witness witness;
    private final Telemetry telemetry;
    private final Clock clock;

    private final Map<String, Rendition> renditions = new LinkedHashMap<>();
    private final Map<String, HlsConformance> guards = new HashMap<>();
    private final ConcurrentHashMap<String, Body> bodies = new ConcurrentHashMap<>();
    private final BlockingReloads reloads;
    private final AtomicReference<List<AdBreak>> breaks = new AtomicReference<>(List.of());
    private final AtomicReference<Manual> manual = new AtomicReference<>(Manual.NONE);
    private final AtomicReference<FeedStatus> status;
    private final AtomicReference<Filling> filling = new AtomicReference<>(Filling.DEFAULT);
    private final Comeback comeback = new Comeback();
    private final Holding holding = new Holding();
    private final Dash dash;
    private final Interstitials interstitials = new Interstitials();
    private Optional<Multivariant> master = Optional.empty();
    /** Whether the backup origin is read, since when, and where the first rendition of the other one is. */
    private boolean onBackup;

    private Instant turned;
    private String abandoned = "";
    /** What the other origin answers meanwhile. */
    private Optional<MediaPlaylist> lookedAt = Optional.empty();
    /** Since when every poll fails within ourselves. */
    private Optional<Instant> failing = Optional.empty();

    private final AtomicReference<Map<String, URI>> redirects = new AtomicReference<>(Map.of());
    /** The longest a part is in what was published last. */
    private volatile Duration parted = Duration.ZERO;

    private boolean reread = true;
    private int polls;
    private int refusals;
    private boolean onAir;
    private String lastError = "";
    private Optional<Instant> lastErrorAt = Optional.empty();
    private Optional<Instant> lastGood = Optional.empty();
    private Map<String, Numbering> marked = Map.of();

    LiveFeed(
            String station,
            Feed feed,
            Origin origin,
            ExecutorService fetchers,
            StitchingAdapter dialect,
            PatientRecords records,
            Creatives creatives,
            Witness witness,
            Telemetry telemetry,
            Clock clock) {
        this.station = station;
        this.feed = feed;
        this.origin = origin;
        this.fetchers = fetchers;
        this.dialect = dialect;
        this.segments = signalled() && dialect.readsSegments()
                ? Optional.of(new SegmentWatch(dialect, this::bytes, fetchers))
                : Optional.empty();
        this.records = records;
        this.creatives = creatives;
        this.spotParts = creatives.parts();
        this.witness = witness;
        this.telemetry = telemetry;
        this.clock = clock;
        this.reloads = new BlockingReloads(fetchers, name -> bodies.get(name).edge());
        this.turned = clock.instant();
        this.stitcher = new Stitcher(station, feed.name(), feed.breakSignal(), records, creatives, this::tell);
        this.dash = new Dash(new DashMedia(this::head, fetchers), records);
        this.status = new AtomicReference<>(describe(FeedStatus.State.STARTING, "has not answered yet"));
    }

    Feed feed() {
        return feed;
    }

    /** The latest delta update of a rendition, empty where the whole playlist is short enough. */
    Optional<Body> delta(String name) {
        return body(name + DELTA);
    }

    /** The latest body: {@link #MASTER}, {@link #TRACKING} or a rendition's name. */
    Optional<Body> body(String name) {
        return Optional.ofNullable(bodies.get(name));
    }

    /** Why there is no {@link #MPD}, empty where there is one or will be. */
    String whyNoDash() {
        return dash.refusal();
    }

    /** The players that wait for a rendition to go on. */
    BlockingReloads reloads() {
        return reloads;
    }

    FeedStatus status() {
        return status.get();
    }

    void filling(Filling wanted) {
        filling.set(wanted);
    }

    /** Takes the schedule's breaks around now, and reads the parts of their spots, which takes a moment. */
    void planned(List<AdBreak> upcoming) {
        breaks.set(List.copyOf(upcoming));
        Duration target = parted;
        if (!target.isZero()) {
            plannedCreatives().forEach(creative -> spotParts.read(creative, target));
        }
    }

    void obey(Manual hands) {
        manual.set(hands);
    }

    Witness witness() {
        return witness;
    }

    List<AdBreak> breaks() {
        return breaks.get();
    }

    List<AirAction> actions() {
        return manual.get().actions();
    }

    /** The station's slate, where it has one that can air. */
    Optional<Creative> slate() {
        return filling.get().slate().filter(Creative::airReady);
    }

    /** Why no break can start at all, empty where one can. */
    String nothingInTheWay() {
        FeedStatus now = status.get();
        boolean airs = now.state() == FeedStatus.State.ON_AIR || now.state() == FeedStatus.State.ON_BACKUP;
        return airs ? now.spots() : now.origin();
    }

    /** How long until the next poll is due. */
    Duration pause() {
        Duration part = partTarget();
        if (part.isZero()) {
            return half();
        }
        boolean all = listed().allMatch(rendition -> rendition.low.blocks());
        Duration pause = part.dividedBy(all ? 4 : 2);
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    /** The longest a part is, zero where there are none: whatever has pictures or sound must have them. */
    private Duration partTarget() {
        return listed().allMatch(rendition -> rendition.low.on())
                ? listed().map(rendition -> rendition.low.partTarget())
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    private Stream<Rendition> listed() {
        return renditions.values().stream().filter(rendition -> rendition.kind != Variant.Kind.TEXT);
    }

    int targetSeconds() {
        return stitcher.target().orElse(4);
    }

    private Duration half() {
        int origins = renditions.values().stream()
                .flatMap(rendition -> rendition.window.stream())
                .mapToInt(window -> window.playlist().targetDuration())
                .min()
                .orElse(4);
        return Duration.ofMillis(origins * 500L);
    }

    /** Reads the origin once and publishes what follows from it. Never throws. */
    void poll() {
        try (Telemetry.Span job = telemetry.job("feed poll")) {
            job.set("station", station).set("feed", feed.name());
            witness.polls(job.traceId());
            try {
                if (reread || master.isEmpty() || polls % REREAD_MASTER == 0) {
                    readMaster();
                }
                polls++;
                readRenditions();
                chooseOrigin();
                stitch();
                failing = Optional.empty();
            } catch (RuntimeException e) {
                job.fail(e);
                failing = failing.or(() -> Optional.of(clock.instant()));
                trouble("The feed cannot be stitched: " + e);
            }
            redirects.set(lastResort());
            FeedStatus now = describe(state(), originInWords());
            status.set(now);
            job.set("feed.state", now.state().name()).set("ladder.level", now.level());
            witness.ended(now, stitcher.latest());
        }
    }

    /** Where viewers are sent when nothing else keeps the picture: the origin's own playlists, until a poll succeeds again. */
    private Map<String, URI> lastResort() {
        Instant patience = clock.instant().minusSeconds((long) STALE_AFTER_TARGETS * targetSeconds());
        if (failing.filter(since -> since.isBefore(patience)).isEmpty()) {
            return Map.of();
        }
        Map<String, URI> addresses = new HashMap<>(Map.of(MASTER, URI.create(chosen())));
        renditions.values().stream()
                .filter(rendition -> Addresses.web(rendition.address))
                .forEach(rendition -> addresses.put(rendition.name, URI.create(rendition.address)));
        return Map.copyOf(addresses);
    }

    /** The origin's own playlist, where ours cannot be made any more. */
    Optional<URI> redirect(String name) {
        return Optional.ofNullable(redirects.get().get(name));
    }

    private Duration within() {
        Duration parts = partTarget().multipliedBy(PARTS_WAITED_FOR);
        Duration half = half().minusMillis(100);
        return onAir ? (parts.compareTo(half) > 0 ? parts : half) : FIRST_WAIT;
    }

    /** The multivariant playlist of the origin that is read. */
    private String chosen() {
        return onBackup ? filling.get().rules().backupOrigin() : feed.origin().toString();
    }

    private void readMaster() {
        Reading<Fetcher.Fetched> fetched = origin.fetch(feed.name(), MASTER, chosen(), within());
        if (fetched.value().isEmpty()) {
            trouble("The origin " + fetched.refusal());
            return;
        }
        Fetcher.Fetched got = fetched.value().get();
        reread = false;
        if (!PlaylistReader.multivariant(got.body())) {
            master = Optional.of(Multivariant.alone(got.address()));
            take(master.get(), got.address());
            return;
        }
        Reading<Multivariant> read = Multivariant.read(got.body());
        if (read.value().isEmpty()) {
            trouble("The origin's multivariant playlist " + read.refusal());
            return;
        }
        master = read.value();
        take(master.get(), got.address());
    }

    /**
     * The last good playlists are served for one and a half target durations; then the other origin is read, whose numbers begin a
     * new epoch. Back to the first one goes the way when it has been well for a while, and not within a break.
     */
    private void chooseOrigin() {
        Instant now = clock.instant();
        if (filling.get().rules().backupOrigin().isEmpty()) {
            if (onBackup) {
                turn(false, "The backup origin was taken away");
            }
            return;
        }
        if (onBackup) {
            comeback.saw(lookedAt, now);
            if (comeback.over(now) && stitcher.latest().filter(Avail::open).isEmpty()) {
                turn(false, "The origin is back");
                return;
            }
        }
        Instant last = lastGrown().isAfter(turned) ? lastGrown() : turned;
        // one and a half target durations, seen by somebody who looks every half of one
        if (now.isAfter(last.plusSeconds(2L * targetSeconds()))) {
            turn(!onBackup, onBackup ? "The backup origin lists nothing new" : "The origin lists nothing new");
        }
    }

    private void turn(boolean toBackup, String why) {
        abandoned = renditions.values().stream()
                .findFirst()
                .map(rendition -> rendition.address)
                .orElse(feed.origin().toString());
        onBackup = toBackup;
        turned = clock.instant();
        reread = true;
        comeback.start();
        trouble(why + (toBackup ? "; the backup origin is read" : "; the network's origin is read"));
    }

    /** Renditions keep their names for ever; an origin may move them, not add or reorder them while we are on air. */
    private void take(Multivariant playlist, String base) {
        for (int i = 0; i < playlist.variants().size(); i++) {
            Multivariant.Stream variant = playlist.variants().get(i);
            if (playlist.carries(variant)) {
                String address = Addresses.absolute(variant.uri(), base);
                take(new Rendition(MasterPlaylist.variant(i), variant, address));
            }
        }
        for (int i = 0; i < playlist.media().size(); i++) {
            Multivariant.Media media = playlist.media().get(i);
            if (media.listed()) {
                take(new Rendition(MasterPlaylist.media(i), media, Addresses.absolute(media.uri(), base)));
            }
        }
    }

    private void take(Rendition listed) {
        Rendition known = renditions.get(listed.name);
        if (known != null) {
            known.moves(listed.address);
        } else if (!onAir) {
            renditions.put(listed.name, listed);
        }
    }

    private void readRenditions() {
        Duration within = within();
        Map<Rendition, Future<Reading<Fetcher.Fetched>>> answers = new LinkedHashMap<>();
        for (Rendition rendition : renditions.values()) {
            answers.put(rendition, fetched(rendition.name, rendition.next(), within));
        }
        Optional<Future<Reading<Fetcher.Fetched>>> failed =
                onBackup ? Optional.of(fetched("comeback", abandoned, within)) : Optional.empty();
        for (Map.Entry<Rendition, Future<Reading<Fetcher.Fetched>>> answer : answers.entrySet()) {
            take(answer.getKey(), answerOf(answer.getValue(), within));
        }
        lookedAt = failed.flatMap(answer -> answerOf(answer, within).value())
                .flatMap(fetched -> PlaylistReader.media(fetched.body()).value());
    }

    private Future<Reading<Fetcher.Fetched>> fetched(String what, String address, Duration within) {
        Callable<Reading<Fetcher.Fetched>> fetch =
                telemetry.carry(() -> origin.fetch(feed.name(), what, address, within));
        return fetchers.submit(fetch);
    }

    private static Reading<Fetcher.Fetched> answerOf(Future<Reading<Fetcher.Fetched>> answer, Duration within) {
        try {
            // looking up a name has no time limit of its own
            return answer.get(within.toMillis() + 50, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Reading.refused("does not answer within " + within.toMillis() + " ms");
        } catch (ExecutionException e) {
            return Reading.refused("cannot be fetched: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reading.refused("was not waited for");
        }
    }

    private void take(Rendition rendition, Reading<Fetcher.Fetched> fetched) {
        if (fetched.value().isEmpty()) {
            refused(rendition, fetched.refusal());
            return;
        }
        Fetcher.Fetched got = fetched.value().get();
        Reading<MediaPlaylist> read = rendition.follower.read(got.body(), LowLatency.asked(got.address()));
        if (read.value().isEmpty()) {
            refused(rendition, read.refusal());
            return;
        }
        MediaPlaylist playlist = read.value().get();
        if (rendition.kind == Variant.Kind.TEXT && Window.of(playlist).fragmented()) {
            refused(rendition, "lists subtitles in fragmented MP4, expected WebVTT: they cannot go on through a break");
            return;
        }
        if (rendition.kind == Variant.Kind.TEXT && !playlist.dated() && picturesDated()) {
            refused(rendition, "lists subtitles without EXT-X-PROGRAM-DATE-TIME: nobody can tell when they are shown");
            return;
        }
        rendition.refusal = "";
        rendition.good = clock.instant();
        lastGood = Optional.of(rendition.good);
        Optional<Window> before = rendition.window;
        Window now = before.map(window -> next(rendition.name, window, playlist))
                .orElseGet(() -> stitcher.resume(rendition.name, playlist));
        if (before.isEmpty() || !now.last().equals(before.get().last())) {
            rendition.grown = rendition.good;
        }
        rendition.window = Optional.of(now);
        rendition.low = rendition.follower.lowLatency().after(rendition.low);
    }

    private boolean picturesDated() {
        return renditions.values().stream()
                .filter(rendition -> rendition.kind == Variant.Kind.PICTURE)
                .flatMap(rendition -> rendition.window.stream())
                .anyMatch(window -> window.playlist().dated());
    }

    private Window next(String rendition, Window window, MediaPlaylist playlist) {
        Succession succession = new Succession(window, playlist);
        return switch (succession.step()) {
            case STALE -> window;
            case FOLLOWS -> succession.window();
            case RESET -> {
                Window anew = Window.of(playlist);
                renditions.get(rendition).low = LowLatency.NONE;
                stitcher.startsAnew(rendition, window, anew);
                trouble("The origin started anew: its numbers fell or changed their meaning");
                yield anew;
            }
        };
    }

    private void refused(Rendition rendition, String reason) {
        rendition.refusal = reason;
        trouble("The origin's rendition " + rendition.name + " " + reason);
    }

    /** The windows of all renditions that answer, up to the edge they share. */
    private Map<String, Window> windows() {
        Map<String, Window> windows = new TreeMap<>();
        Instant patience = clock.instant().minusSeconds(3L * targetSeconds());
        renditions.values().stream()
                .filter(rendition -> !onAir || rendition.grown.isAfter(patience) || noneGrew(patience))
                .forEach(rendition -> rendition.window.ifPresent(window -> windows.put(rendition.name, window)));
        boolean dated =
                windows.values().stream().allMatch(window -> window.playlist().dated());
        if (!dated || windows.isEmpty()) {
            return windows;
        }
        Instant edge = windows.values().stream()
                .map(Window::edge)
                .min(Instant::compareTo)
                .orElseThrow();
        windows.replaceAll((name, window) -> window.until(edge));
        return partTarget().isZero() ? windows : inParts(windows);
    }

    /** With their parts, and with the segment that has begun where it has in all of them. */
    private Map<String, Window> inParts(Map<String, Window> windows) {
        Map<String, Segment> begun = new TreeMap<>();
        windows.forEach((name, window) -> renditions
                .get(name)
                .window
                .flatMap(all -> all.begun(window, renditions.get(name).low))
                .ifPresent(segment -> begun.put(name, segment)));
        boolean all = windows.keySet().stream()
                .allMatch(name -> begun.containsKey(name) || renditions.get(name).kind == Variant.Kind.TEXT);
        Map<String, Window> parted = new TreeMap<>();
        windows.forEach((name, window) -> {
            Window cut = window.with(parts(renditions.get(name), window));
            parted.put(name, all ? cut.with(begun.getOrDefault(name, window.next())) : cut);
        });
        return parted;
    }

    /** The origin's hint is passed on where it is about the part that comes next, and no break can come between. */
    private Parts parts(Rendition rendition, Window window) {
        Duration target = partTarget();
        Window all = rendition.window.orElseThrow();
        Duration near = Duration.ofSeconds(targetSeconds()).plus(target);
        boolean sure = window.last().sequence() == all.last().sequence()
                && breaks.get().stream()
                        .noneMatch(planned -> Duration.between(planned.start(), window.edge())
                                        .abs()
                                        .compareTo(near)
                                < 0);
        return new FeedParts(rendition.low, spotParts, target, sure);
    }

    /** A rendition that is frozen is out of reach like one that is silent: it must not hold the others at its edge. */
    private boolean noneGrew(Instant patience) {
        return renditions.values().stream().noneMatch(rendition -> rendition.grown.isAfter(patience));
    }

    private boolean allSilent(Instant patience) {
        return renditions.values().stream().noneMatch(rendition -> rendition.good.isAfter(patience));
    }

    private void stitch() {
        Map<String, Window> read = windows();
        boolean all = read.size() == renditions.size();
        if (read.isEmpty() || (!onAir && !all && polls < WAIT_FOR_ALL)) {
            return;
        }
        Map<String, Window> admitted = stitcher.admit(read, firstTarget(read));
        if (admitted.isEmpty()) {
            return;
        }
        String lead = renditions.keySet().stream()
                .filter(admitted::containsKey)
                .findFirst()
                .orElseThrow();
        stitcher.filling(filling.get());
        Window leading = admitted.get(lead);
        Manual hands = manual.get();
        stitcher.obey(hands);
        boolean cued = signalled() && leading.playlist().dated();
        stitcher.decide(
                lead,
                admitted,
                variants(),
                witness.saw(hands.with(cuesIn(leading), cued, clock.instant()), leading),
                hands.breaks(breaksOn(leading), clock.instant()),
                whyNoSpots());
        Map<String, Window> windows = stitcher.agreeing(admitted);
        Map<String, List<Line>> lines = stitcher.lines(windows);
        lines.replaceAll((name, listed) -> holding.with(name, listed, targetSeconds()));
        Map<String, Begun> begun = stitcher.begun(windows, lines);
        Map<String, Listing> listings = listings(windows, lines, begun);
        Map<String, Body> next = render(listings);
        if (next.isEmpty()) {
            return;
        }
        Optional<Map<String, HlsBody>> passed = guarded(next);
        if (passed.isEmpty()) {
            refuse(windows);
            return;
        }
        refusals = 0;
        stitcher.published(windows, lines, begun);
        holding.published(lines);
        mark();
        show(next, passed.get());
        showDeltas(listings);
        Optional.ofNullable(windows.get(lead))
                .map(window -> stitcher.shown(lead, window))
                .ifPresent(shown -> bodies.put(TRACKING, Body.of(Tracking.json(shown))));
        if (windows.containsKey(lead)) {
            showDash(lead, windows, lines);
        }
        showInterstitials(admitted);
        reloads.published();
        witness.published(lead, lines, next);
        stitcher.aired(lead).forEach(airing -> {
            witness.aired(airing);
            stitcher.logged(airing);
        });
    }

    /** Written down before viewers see it, so that a restart knows exactly what they may have seen. */
    private void mark() {
        Map<String, Numbering> numberings = stitcher.numberings();
        if (!numberings.equals(marked)) {
            records.mark(numberings);
            marked = numberings;
        }
    }

    private boolean signalled() {
        return feed.breakSignal() == BreakSignal.CUES;
    }

    private List<Cue> cuesIn(Window window) {
        if (!signalled() || !window.playlist().dated()) {
            return List.of();
        }
        List<Cue> cues = new ArrayList<>(dialect.cues(window.playlist()));
        segments.ifPresent(watch -> cues.addAll(watch.cues(window.whole())));
        cues.sort(Comparator.comparing(Cue::at));
        return cues;
    }

    private Reading<Fetcher.Fetched> bytes(Segment segment, Duration within) {
        return origin.fetch(feed.name(), "segment", segment.uri(), within, SegmentWatch.LIMIT);
    }

    /** The schedule's breaks by the feed's clock. */
    private List<AdBreak> breaksOn(Window window) {
        if (signalled() || !window.playlist().dated()) {
            return breaks.get();
        }
        Duration drift = dialect.drift(sightings.in(window.whole(), clock.instant()));
        return breaks.get().stream().map(planned -> later(planned, drift)).toList();
    }

    private static AdBreak later(AdBreak planned, Duration drift) {
        return new AdBreak(
                planned.id(), planned.start().plus(drift), planned.capacity(), planned.kind(), planned.spots());
    }

    /** Room for the spots that are planned now; one that needs more later is left out. */
    private int firstTarget(Map<String, Window> windows) {
        int origins = windows.values().stream()
                .mapToInt(window -> window.playlist().targetDuration())
                .max()
                .orElse(1);
        int spots = plannedCreatives().stream()
                .mapToInt(Presentation::longestSegmentSeconds)
                .max()
                .orElse(0);
        return Math.max(origins, spots);
    }

    private List<Presentation> plannedCreatives() {
        List<Presentation> presentations = new ArrayList<>();
        breaks.get().stream()
                .flatMap(adBreak -> adBreak.spots().stream())
                .map(Spot::creative)
                .map(creative -> creative.media())
                .distinct()
                .forEach(media -> creatives.read(media).value().ifPresent(presentations::add));
        return presentations;
    }

    private Map<String, Variant> variants() {
        Map<String, Variant> variants = new TreeMap<>();
        renditions.values().forEach(rendition -> variants.put(rendition.name, rendition.variant()));
        return variants;
    }

    /** Why no spots can be placed into this feed at all, empty where they can. */
    private String whyNoSpots() {
        List<Window> windows = renditions.values().stream()
                .flatMap(rendition -> rendition.window.stream())
                .toList();
        if (windows.stream().anyMatch(window -> !window.playlist().dated())) {
            return "UNDATED: the origin has no EXT-X-PROGRAM-DATE-TIME, so nobody can tell when a segment airs";
        }
        return "";
    }

    private Map<String, Listing> listings(
            Map<String, Window> windows, Map<String, List<Line>> lines, Map<String, Begun> begun) {
        Map<String, List<Line>> some = new TreeMap<>(lines);
        some.values().removeIf(List::isEmpty);
        Duration skip = skipUntil(some);
        Duration part = partTarget();
        parted = part;
        Map<String, Listing> listings = new TreeMap<>();
        some.forEach((name, listed) -> {
            MediaPlaylist playlist = windows.get(name).playlist();
            Listing.Control control =
                    new Listing.Control(targetSeconds(), playlist.dated(), playlist.ended(), skip, part);
            listings.put(name, new Listing(control, listed, begun.get(name), List.of()));
        });
        return part.isZero() ? listings : reported(listings);
    }

    /** Players that change the rendition need not ask how far the other one is. */
    private static Map<String, Listing> reported(Map<String, Listing> listings) {
        Map<String, Listing> reported = new TreeMap<>();
        listings.forEach((name, listing) -> reported.put(
                name,
                listing.with(listings.entrySet().stream()
                        .filter(other -> !other.getKey().equals(name))
                        .map(other -> other.getValue().edge().report(other.getKey() + ".m3u8"))
                        .toList())));
        return reported;
    }

    private Map<String, Body> render(Map<String, Listing> listings) {
        Map<String, Body> next = new TreeMap<>();
        listings.forEach((name, listing) -> next.put(name, renderer(name).body(listing)));
        return next;
    }

    private void showDash(String lead, Map<String, Window> windows, Map<String, List<Line>> lines) {
        MediaPlaylist leading = windows.get(lead).playlist();
        List<SpotRange> spots = stitcher.shown(lead, windows.get(lead)).stream()
                .flatMap(shown -> shown.spots().stream())
                .toList();
        String codecs = master.orElseThrow().variants().stream()
                .map(Multivariant.Stream::codecs)
                .collect(Collectors.joining(","));
        dash.next(new Dash.Listing(
                        feed.name(),
                        targetSeconds(),
                        leading.dated(),
                        leading.ended(),
                        lead,
                        variants(),
                        lines,
                        spots,
                        codecs))
                .ifPresent(manifest -> bodies.put(MPD, Body.of(manifest)));
        dash.violations()
                .forEach(violation -> trouble("The guard found in the DASH manifest, rule "
                        + violation.rule().id() + ": " + violation.found()));
    }

    private Reading<byte[]> head(String address) {
        return Creatives.theirs(address)
                ? creatives.head(address, DashFragment.HEAD)
                : origin.head(feed.name(), address, Duration.ofSeconds(2L * targetSeconds()), DashFragment.HEAD);
    }

    private Renderer renderer(String name) {
        return renditions.get(name).renderer;
    }

    /** Delta updates are for windows that are long enough, in all renditions alike (6.2.4-M2j). */
    private Duration skipUntil(Map<String, List<Line>> lines) {
        Duration least = Duration.ofSeconds((long) SKIP_UNTIL_TARGETS * targetSeconds());
        boolean longEnough = lines.values().stream()
                .map(listed -> Duration.between(
                        listed.get(0).start(), listed.get(listed.size() - 1).end()))
                .allMatch(length -> length.compareTo(least.multipliedBy(2)) >= 0);
        return longEnough ? least : Duration.ZERO;
    }

    private void showDeltas(Map<String, Listing> listings) {
        listings.forEach((name, listing) -> renderer(name)
                .delta(listing)
                .ifPresentOrElse(text -> bodies.put(name + DELTA, Body.of(text)), () -> bodies.remove(name + DELTA)));
    }

    /** The bodies as they were read where all renditions may go out: one that would break what viewers hold keeps all of them in. */
    private Optional<Map<String, HlsBody>> guarded(Map<String, Body> next) {
        Map<String, HlsBody> set = new TreeMap<>();
        guards.forEach((name, guard) -> guard.published().ifPresent(shown -> set.put(name, shown)));
        Map<String, HlsBody> read = new TreeMap<>();
        for (Map.Entry<String, Body> body : next.entrySet()) {
            HlsConformance.Examination examined =
                    guard(body.getKey()).examine(body.getValue().plain());
            if (!passes(body.getKey(), examined.violations())) {
                return Optional.empty();
            }
            examined.body().ifPresent(one -> read.put(body.getKey(), one));
        }
        set.putAll(read);
        List<HlsConformance.Violation> between = new HlsSet(set, List.of())
                .violations().stream()
                        .filter(violation -> violation.rule().breaksPlayback())
                        .toList();
        return passes("all", between) ? Optional.of(read) : Optional.empty();
    }

    /** The same feed and avails for players that put spots in by themselves. */
    private void showInterstitials(Map<String, Window> windows) {
        List<Avail> avails = stitcher.avails();
        Window leading = windows.values().iterator().next();
        List<Avail> told = Interstitials.told(leading, avails);
        String master = bodies.get(MASTER).text();
        told.stream()
                .filter(avail -> !bodies.containsKey(Interstitials.FOLDER + avail.id()))
                .forEach(avail -> Interstitials.assets(avail, master)
                        .forEach((name, text) -> showInterstitial(name, Body.of(text))));
        showInterstitial(MASTER, Body.of(master));
        windows.forEach(
                (name, window) -> showInterstitial(name, interstitials.media(name, targetSeconds(), window, told)));
        bodies.keySet().removeIf(name -> Interstitials.forgotten(name, avails));
    }

    private void showInterstitial(String name, Body body) {
        bodies.compute(
                Interstitials.FOLDER + name,
                (key, known) -> known != null && known.etag(false).equals(body.etag(false)) ? known : body);
    }

    private boolean passes(String rendition, List<HlsConformance.Violation> violations) {
        violations.forEach(violation -> trouble("The guard found in rendition " + rendition + ", rule "
                + violation.rule().id() + ": " + violation.found()));
        return violations.stream().noneMatch(violation -> violation.rule().breaksPlayback());
    }

    private void show(Map<String, Body> next, Map<String, HlsBody> read) {
        read.forEach((name, body) -> guard(name).published(body));
        bodies.putAll(next);
        bodies.put(MASTER, Body.of(MasterPlaylist.text(master.orElseThrow(), bodies.keySet(), plannedCreatives())));
        onAir = true;
    }

    /** The old bodies stay; when that does not pass by itself, numbering starts a new epoch. */
    private void refuse(Map<String, Window> windows) {
        witness.refused(lastError);
        if (++refusals >= MOST_REFUSALS) {
            refusals = 0;
            stitcher.startEpoch(windows);
        }
    }

    private HlsConformance guard(String name) {
        return guards.computeIfAbsent(name, key -> new HlsConformance());
    }

    private void tell(Avail avail) {
        witness.decided(avail);
        try (Telemetry.Span span = telemetry.span("stitch")) {
            span.set("station", station)
                    .set("feed", feed.name())
                    .set("avail.key", avail.key())
                    .set("break", avail.breakId())
                    .set(
                            "spots",
                            avail.stitched()
                                    ? avail.spots().stream()
                                            .filter(PodSpot::airs)
                                            .count()
                                    : 0)
                    .set("reason", avail.reason().isEmpty() ? avail.left() : avail.reason());
        }
    }

    private void trouble(String words) {
        lastError = words;
        lastErrorAt = Optional.of(clock.instant());
    }

    private FeedStatus.State state() {
        if (!redirects.get().isEmpty()) {
            return FeedStatus.State.REDIRECTED;
        }
        if (!onAir) {
            return FeedStatus.State.STARTING;
        }
        Instant patience = clock.instant().minusSeconds(2L * targetSeconds());
        if (allSilent(patience)) {
            return FeedStatus.State.ORIGIN_DOWN;
        }
        if (stale()) {
            return FeedStatus.State.ORIGIN_STALE;
        }
        return onBackup ? FeedStatus.State.ON_BACKUP : FeedStatus.State.ON_AIR;
    }

    /** Whether no rendition has listed a new segment for longer than an encoder may take. */
    private boolean stale() {
        return onAir && lastGrown().isBefore(stalePatience());
    }

    private Instant stalePatience() {
        return clock.instant().minusSeconds((long) STALE_AFTER_TARGETS * targetSeconds());
    }

    private Instant lastGrown() {
        return renditions.values().stream()
                .map(rendition -> rendition.grown)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private String originInWords() {
        String refused = renditions.values().stream()
                .filter(rendition -> !rendition.refusal.isEmpty())
                .findFirst()
                .map(rendition -> "Rendition " + rendition.name + " " + rendition.refusal)
                .orElse("");
        if (!refused.isEmpty()) {
            return refused;
        }
        if (stale()) {
            return "The origin answers, but has listed nothing new for "
                    + Duration.between(lastGrown(), clock.instant()).toSeconds()
                    + " s: its encoder may have stopped. Viewers keep the last playlist.";
        }
        if (onBackup) {
            return "The backup origin is on since " + turned.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                    + ": the network's own listed nothing new. It is taken again when it has been well for 30 s.";
        }
        return renditions.isEmpty() ? lastError : "answers";
    }

    private FeedStatus describe(FeedStatus.State state, String words) {
        Instant now = clock.instant();
        String spots = records.trouble().isEmpty() ? (renditions.isEmpty() ? "" : whyNoSpots()) : records.trouble();
        String onNow = stitcher.latest()
                .filter(Avail::open)
                .map(avail -> "Break " + avail.breakId() + " since " + avail.start())
                .orElse("The network feed");
        Optional<FeedStatus.NextBreak> next = breaks.get().stream()
                .filter(adBreak -> adBreak.start().isAfter(now))
                .min(Comparator.comparing(AdBreak::start))
                .map(adBreak -> new FeedStatus.NextBreak(
                        adBreak.id(),
                        adBreak.start(),
                        adBreak.capacity(),
                        adBreak.spots().size()));
        return new FeedStatus(
                station,
                feed.name(),
                state,
                words,
                spots,
                onNow,
                next,
                stitcher.lastReason(),
                lastError,
                lastErrorAt,
                lastGood);
    }
}
