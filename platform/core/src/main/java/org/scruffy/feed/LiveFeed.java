package org.scruffy.feed;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
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

    private static final int MOST_REFUSALS = 4;
    private static final int REDIRECTED_AFTER_TARGETS = 3;

    private final String station;
    private final Feed feed;
    private final Origin origin;
    private final Signals signals;
    private final Upstream upstream;
    private final Stitcher stitcher;
    private final HlsGuard guard = new HlsGuard(this::trouble);
    private final Outputs outputs;
    private final Holding holding = new Holding();
    private final PatientRecords records;
    private final Creatives creatives;
    private final SpotParts spotParts;
    private final Witness witness;
    private final Telemetry telemetry;
    private final Clock clock;

    private final AtomicReference<List<AdBreak>> breaks = new AtomicReference<>(List.of());
    private final AtomicReference<Manual> manual = new AtomicReference<>(Manual.NONE);
    private final AtomicReference<Filling> filling = new AtomicReference<>(Filling.DEFAULT);
    private final AtomicReference<FeedStatus> status;
    private final AtomicReference<Map<String, URI>> redirects = new AtomicReference<>(Map.of());
    /** The longest a part is in what was published last. */
    private volatile Duration parted = Duration.ZERO;

    /** Since when every poll fails within ourselves. */
    private Optional<Instant> failing = Optional.empty();

    private int refusals;
    private String lastError = "";
    private Optional<Instant> lastErrorAt = Optional.empty();
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
        this.records = records;
        this.creatives = creatives;
        this.spotParts = creatives.parts();
        this.witness = witness;
        this.telemetry = telemetry;
        this.clock = clock;
        Optional<SegmentWatch> segments = signalled() && dialect.readsSegments()
                ? Optional.of(new SegmentWatch(dialect, this::bytes, fetchers))
                : Optional.empty();
        this.signals = new Signals(dialect, signalled(), segments, clock);
        this.stitcher = new Stitcher(station, feed.name(), feed.breakSignal(), records, creatives, this::tell);
        this.upstream = new Upstream(feed, origin, fetchers, stitcher, telemetry, clock, this::trouble);
        Dash dash = new Dash(new DashMedia(this::head, fetchers), records);
        this.outputs = new Outputs(feed.name(), upstream, stitcher, dash, fetchers, this::trouble);
        this.status = new AtomicReference<>(describe(FeedStatus.State.STARTING, "has not answered yet"));
    }

    Feed feed() {
        return feed;
    }

    /** The latest delta update of a rendition, empty where the whole playlist is short enough. */
    Optional<Body> delta(String name) {
        return outputs.delta(name);
    }

    /** The latest body: {@link #MASTER}, {@link #TRACKING} or a rendition's name. */
    Optional<Body> body(String name) {
        return outputs.body(name);
    }

    /** Why there is no {@link #MPD}, empty where there is one or will be. */
    String whyNoDash() {
        return outputs.whyNoDash();
    }

    /** The players that wait for a rendition to go on. */
    BlockingReloads reloads() {
        return outputs.reloads();
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
        return upstream.pause();
    }

    int targetSeconds() {
        return stitcher.targetSeconds();
    }

    /** Reads the origin once and publishes what follows from it. Never throws. */
    void poll() {
        try (Telemetry.Span job = telemetry.job("feed poll")) {
            job.set("station", station).set("feed", feed.name());
            witness.polls(job.traceId());
            try {
                upstream.read(filling.get().rules());
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
        Instant patience = clock.instant().minusSeconds((long) REDIRECTED_AFTER_TARGETS * targetSeconds());
        return failing.filter(since -> since.isBefore(patience)).isPresent() ? upstream.addresses() : Map.of();
    }

    /** The origin's own playlist, where ours cannot be made any more. */
    Optional<URI> redirect(String name) {
        return Optional.ofNullable(redirects.get().get(name));
    }

    private void stitch() {
        Map<String, Window> read =
                new CommonEdge(upstream, spotParts, targetSeconds(), breaks.get()).windows(clock.instant());
        if (read.isEmpty() || upstream.mayComplete(read)) {
            return;
        }
        Map<String, Window> admitted = stitcher.admit(read, firstTarget(read));
        if (!admitted.isEmpty()) {
            String lead = upstream.lead(admitted);
            decide(lead, admitted);
            publish(lead, admitted);
        }
    }

    private void decide(String lead, Map<String, Window> windows) {
        Window leading = windows.get(lead);
        Manual hands = manual.get();
        boolean cued = signalled() && leading.playlist().dated();
        stitcher.filling(filling.get());
        stitcher.obey(hands);
        stitcher.decide(
                lead,
                windows,
                upstream.variants(),
                witness.saw(hands.with(signals.cuesIn(leading), cued, clock.instant()), leading),
                hands.breaks(signals.breaksOn(leading, breaks.get()), clock.instant()),
                upstream.whyNoSpots());
    }

    private void publish(String lead, Map<String, Window> admitted) {
        Map<String, Window> windows = stitcher.agreeing(admitted);
        Map<String, List<Line>> lines = stitcher.lines(windows);
        lines.replaceAll((name, listed) -> holding.with(name, listed, targetSeconds()));
        Map<String, Begun> begun = stitcher.begun(windows, lines);
        parted = upstream.partTarget();
        Map<String, Listing> listings = outputs.listings(windows, lines, begun);
        Map<String, Body> next = outputs.render(listings);
        if (next.isEmpty()) {
            return;
        }
        Optional<Map<String, HlsBody>> passed = guard.passed(next);
        if (passed.isEmpty()) {
            refuse(windows);
            return;
        }
        refusals = 0;
        stitcher.published(windows, lines, begun);
        holding.published(lines);
        mark();
        guard.published(next, passed.get());
        outputs.show(listings, next, plannedCreatives());
        upstream.goesOnAir();
        outputs.showDeltas(listings);
        if (windows.containsKey(lead)) {
            outputs.showTracking(lead, windows.get(lead));
            outputs.showDash(lead, windows, lines);
        }
        outputs.showInterstitials(admitted);
        outputs.reloads().published();
        witness.published(lead, lines, next);
        stitcher.aired(lead).forEach(airing -> {
            witness.aired(airing);
            stitcher.logged(airing);
            tell(airing);
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

    private Reading<Fetcher.Fetched> bytes(Segment segment, Duration within) {
        return origin.fetch(feed.name(), "segment", segment.uri(), within, SegmentWatch.LIMIT);
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

    private Reading<byte[]> head(String address) {
        return Creatives.theirs(address)
                ? creatives.head(address, DashFragment.HEAD)
                : origin.head(feed.name(), address, Duration.ofSeconds(2L * targetSeconds()), DashFragment.HEAD);
    }

    /** The old bodies stay; when that does not pass by itself, numbering starts a new epoch. */
    private void refuse(Map<String, Window> windows) {
        witness.refused(lastError);
        if (++refusals >= MOST_REFUSALS) {
            refusals = 0;
            stitcher.startEpoch(windows);
        }
    }

    /** What objectives in spot-seconds are worked out of. */
    private void tell(Airing airing) {
        Duration planned = airing.proof().map(Proof::planned).orElse(airing.length());
        try (Telemetry.Span span = telemetry.span("spot aired")) {
            span.set("station", station)
                    .set("feed", feed.name())
                    .set("avail.key", airing.availKey())
                    .set("break", airing.breakId())
                    .set("placement", airing.placement())
                    .set("ad.id", airing.adId())
                    .set("spot.seconds", airing.length().toMillis() / 1000.0)
                    .set("spot.planned_seconds", planned.toMillis() / 1000.0)
                    .set("spot.whole", airing.reason().isEmpty())
                    .set("reason", airing.reason());
        }
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
        if (!upstream.onAir()) {
            return FeedStatus.State.STARTING;
        }
        Instant patience = clock.instant().minusSeconds(2L * targetSeconds());
        if (upstream.allSilent(patience)) {
            return FeedStatus.State.ORIGIN_DOWN;
        }
        if (upstream.stale()) {
            return FeedStatus.State.ORIGIN_STALE;
        }
        return upstream.onBackup() ? FeedStatus.State.ON_BACKUP : FeedStatus.State.ON_AIR;
    }

    private String originInWords() {
        String words = upstream.inWords();
        return words.isEmpty() ? lastError : words;
    }

    private FeedStatus describe(FeedStatus.State state, String words) {
        Instant now = clock.instant();
        String spots = records.trouble().isEmpty() ? upstream.whyNoSpots() : records.trouble();
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
                upstream.lastGood());
    }
}
