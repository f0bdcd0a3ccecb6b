package org.scruffy.feed;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.schedule.Feed;
import org.scruffy.spi.telemetry.Telemetry;

/** What the origins of one feed deliver: every rendition, read once for all viewers from the one that is well. One thread at a time. */
final class Upstream {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(3);
    private static final int WAIT_FOR_ALL = 3;
    private static final int REREAD_MASTER = 30;
    private static final int STALE_AFTER_TARGETS = 3;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final int PARTS_WAITED_FOR = 3;

    private final Feed feed;
    private final Origin origin;
    private final ExecutorService fetchers;
    private final Stitcher stitcher;
    private final Telemetry telemetry;
    private final Clock clock;
    private final Consumer<String> trouble;

    private final Map<String, Rendition> renditions = new LinkedHashMap<>();
    private final Comeback comeback = new Comeback();
    private Stitching rules = Filling.DEFAULT.rules();
    private Optional<Multivariant> master = Optional.empty();
    private boolean onAir;
    private boolean reread = true;
    private int polls;
    private Optional<Instant> lastGood = Optional.empty();
    /** Whether the backup origin is read, since when, and where the first rendition of the other one is. */
    private boolean onBackup;

    private Instant turned;
    private String abandoned = "";
    /** What the other origin answers meanwhile. */
    private Optional<MediaPlaylist> lookedAt = Optional.empty();

    Upstream(
            Feed feed,
            Origin origin,
            ExecutorService fetchers,
            Stitcher stitcher,
            Telemetry telemetry,
            Clock clock,
            Consumer<String> trouble) {
        this.feed = feed;
        this.origin = origin;
        this.fetchers = fetchers;
        this.stitcher = stitcher;
        this.telemetry = telemetry;
        this.clock = clock;
        this.trouble = trouble;
        this.turned = clock.instant();
    }

    /** Reads all renditions once. */
    void read(Stitching now) {
        rules = now;
        if (reread || master.isEmpty() || polls % REREAD_MASTER == 0) {
            readMaster();
        }
        polls++;
        readRenditions();
        chooseOrigin();
    }

    /** Viewers have playlists: from now on no rendition is added, and origins have less time to answer. */
    void goesOnAir() {
        onAir = true;
    }

    boolean onAir() {
        return onAir;
    }

    Rendition rendition(String name) {
        return renditions.get(name);
    }

    /** The origin's multivariant playlist, empty until it has answered. */
    Optional<Multivariant> master() {
        return master;
    }

    boolean onBackup() {
        return onBackup;
    }

    Optional<Instant> lastGood() {
        return lastGood;
    }

    /** Whether more renditions than these may answer in a moment, so that it is too early to go on air. */
    boolean mayComplete(Map<String, Window> answered) {
        return !onAir && answered.size() < renditions.size() && polls < WAIT_FOR_ALL;
    }

    /**
     * The renditions that are within reach. One that is frozen is out of it like one that is silent: it must not hold the others at
     * its edge.
     *
     * @param patience before which one that listed nothing new since is frozen, unless all are
     */
    List<Rendition> reachable(Instant patience) {
        boolean frozen = renditions.values().stream()
                .noneMatch(rendition -> rendition.grown().isAfter(patience));
        return renditions.values().stream()
                .filter(rendition -> !onAir || frozen || rendition.grown().isAfter(patience))
                .toList();
    }

    /** The first of some renditions. */
    String lead(Map<String, Window> among) {
        return renditions.keySet().stream()
                .filter(among::containsKey)
                .findFirst()
                .orElseThrow();
    }

    /** The origin's own playlists. */
    Map<String, URI> addresses() {
        Map<String, URI> addresses = new HashMap<>(Map.of(LiveFeed.MASTER, URI.create(chosen())));
        renditions.values().stream()
                .filter(rendition -> Addresses.web(rendition.address()))
                .forEach(rendition -> addresses.put(rendition.name(), URI.create(rendition.address())));
        return Map.copyOf(addresses);
    }

    /** How long until the next poll is due. */
    Duration pause() {
        Duration part = partTarget();
        if (part.isZero()) {
            return half();
        }
        boolean all = listed().allMatch(rendition -> rendition.low().blocks());
        Duration pause = part.dividedBy(all ? 4 : 2);
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    /** The longest a part is, zero where there are none: whatever has pictures or sound must have them. */
    Duration partTarget() {
        return listed().allMatch(rendition -> rendition.low().on())
                ? listed().map(rendition -> rendition.low().partTarget())
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    private Stream<Rendition> listed() {
        return renditions.values().stream().filter(rendition -> rendition.kind() != Variant.Kind.TEXT);
    }

    private Duration half() {
        int origins = renditions.values().stream()
                .flatMap(rendition -> rendition.window().stream())
                .mapToInt(window -> window.playlist().targetDuration())
                .min()
                .orElse(4);
        return Duration.ofMillis(origins * 500L);
    }

    private Duration within() {
        Duration parts = partTarget().multipliedBy(PARTS_WAITED_FOR);
        Duration half = half().minusMillis(100);
        return onAir ? (parts.compareTo(half) > 0 ? parts : half) : FIRST_WAIT;
    }

    /** The multivariant playlist of the origin that is read. */
    private String chosen() {
        return onBackup ? rules.backupOrigin() : feed.origin().toString();
    }

    private void readMaster() {
        Reading<Fetcher.Fetched> fetched = origin.fetch(feed.name(), LiveFeed.MASTER, chosen(), within());
        if (fetched.value().isEmpty()) {
            trouble.accept("The origin " + fetched.refusal());
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
            trouble.accept("The origin's multivariant playlist " + read.refusal());
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
        if (rules.backupOrigin().isEmpty()) {
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
        Instant last = grown().isAfter(turned) ? grown() : turned;
        // one and a half target durations, seen by somebody who looks every half of one
        if (now.isAfter(last.plusSeconds(2L * stitcher.targetSeconds()))) {
            turn(!onBackup, onBackup ? "The backup origin lists nothing new" : "The origin lists nothing new");
        }
    }

    private void turn(boolean toBackup, String why) {
        abandoned = renditions.values().stream()
                .findFirst()
                .map(Rendition::address)
                .orElse(feed.origin().toString());
        onBackup = toBackup;
        turned = clock.instant();
        reread = true;
        comeback.start();
        trouble.accept(why + (toBackup ? "; the backup origin is read" : "; the network's origin is read"));
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
        Rendition known = renditions.get(listed.name());
        if (known != null) {
            known.moves(listed.address());
        } else if (!onAir) {
            renditions.put(listed.name(), listed);
        }
    }

    private void readRenditions() {
        Duration within = within();
        Map<Rendition, Future<Reading<Fetcher.Fetched>>> answers = new LinkedHashMap<>();
        for (Rendition rendition : renditions.values()) {
            answers.put(rendition, fetched(rendition.name(), rendition.next(), within));
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
        Reading<MediaPlaylist> read = rendition.read(got);
        if (read.value().isEmpty()) {
            refused(rendition, read.refusal());
            return;
        }
        MediaPlaylist playlist = read.value().get();
        if (rendition.kind() == Variant.Kind.TEXT && Window.of(playlist).fragmented()) {
            refused(rendition, "lists subtitles in fragmented MP4, expected WebVTT: they cannot go on through a break");
            return;
        }
        if (rendition.kind() == Variant.Kind.TEXT && !playlist.dated() && picturesDated()) {
            refused(rendition, "lists subtitles without EXT-X-PROGRAM-DATE-TIME: nobody can tell when they are shown");
            return;
        }
        lastGood = Optional.of(clock.instant());
        rendition.lists(
                rendition
                        .window()
                        .map(window -> next(rendition, window, playlist))
                        .orElseGet(() -> stitcher.resume(rendition.name(), playlist)),
                lastGood.get());
    }

    private boolean picturesDated() {
        return renditions.values().stream()
                .filter(rendition -> rendition.kind() == Variant.Kind.PICTURE)
                .flatMap(rendition -> rendition.window().stream())
                .anyMatch(window -> window.playlist().dated());
    }

    private Window next(Rendition rendition, Window window, MediaPlaylist playlist) {
        Succession succession = new Succession(window, playlist);
        return switch (succession.step()) {
            case STALE -> window;
            case FOLLOWS -> succession.window();
            case RESET -> {
                Window anew = Window.of(playlist);
                rendition.startsAnew();
                stitcher.startsAnew(rendition.name(), window, anew);
                trouble.accept("The origin started anew: its numbers fell or changed their meaning");
                yield anew;
            }
        };
    }

    private void refused(Rendition rendition, String reason) {
        rendition.refused(reason);
        trouble.accept("The origin's rendition " + rendition.name() + " " + reason);
    }

    Map<String, Variant> variants() {
        Map<String, Variant> variants = new TreeMap<>();
        renditions.values().forEach(rendition -> variants.put(rendition.name(), rendition.variant()));
        return variants;
    }

    /** Why no spots can be placed into this feed at all, empty where they can. */
    String whyNoSpots() {
        List<Window> windows = renditions.values().stream()
                .flatMap(rendition -> rendition.window().stream())
                .toList();
        if (windows.stream().anyMatch(window -> !window.playlist().dated())) {
            return "UNDATED: the origin has no EXT-X-PROGRAM-DATE-TIME, so nobody can tell when a segment airs";
        }
        return "";
    }

    /** Whether no rendition has listed a new segment for longer than an encoder may take. */
    boolean stale() {
        return onAir && grown().isBefore(stalePatience());
    }

    private Instant stalePatience() {
        return clock.instant().minusSeconds((long) STALE_AFTER_TARGETS * stitcher.targetSeconds());
    }

    private Instant grown() {
        return renditions.values().stream()
                .map(Rendition::grown)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    /** Whether no rendition has answered well since then. */
    boolean allSilent(Instant patience) {
        return renditions.values().stream()
                .noneMatch(rendition -> rendition.good().isAfter(patience));
    }

    /** How the origin does, in words; empty where nothing is known of it. */
    String inWords() {
        String refused = renditions.values().stream()
                .filter(rendition -> !rendition.refusal().isEmpty())
                .findFirst()
                .map(rendition -> "Rendition " + rendition.name() + " " + rendition.refusal())
                .orElse("");
        if (!refused.isEmpty()) {
            return refused;
        }
        if (stale()) {
            return "The origin answers, but has listed nothing new for "
                    + Duration.between(grown(), clock.instant()).toSeconds()
                    + " s: its encoder may have stopped. Viewers keep the last playlist.";
        }
        if (onBackup) {
            return "The backup origin is on since " + turned.truncatedTo(ChronoUnit.SECONDS)
                    + ": the network's own listed nothing new. It is taken again when it has been well for 30 s.";
        }
        return renditions.isEmpty() ? "" : "answers";
    }
}
