package org.scruffy.feed;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.scruffy.spi.feed.MediaPlaylist;

/** What viewers are given of one feed, in all its forms: whole bodies, made by one thread and taken by any. */
final class Outputs {

    private static final String DELTA = "?skip";
    private static final int SKIP_UNTIL_TARGETS = 6;

    private final String feed;
    private final Upstream upstream;
    private final Stitcher stitcher;
    private final Dash dash;
    private final Consumer<String> trouble;
    private final BlockingReloads reloads;
    private final Interstitials interstitials = new Interstitials();
    private final Map<String, Renderer> renderers = new HashMap<>();
    /** What the last playlist of each rendition says of delta updates. */
    private final Map<String, Duration> promised = new HashMap<>();

    private final ConcurrentHashMap<String, Body> bodies = new ConcurrentHashMap<>();

    /** @param answering where players that wait are answered */
    Outputs(
            String feed,
            Upstream upstream,
            Stitcher stitcher,
            Dash dash,
            Executor answering,
            Consumer<String> trouble) {
        this.feed = feed;
        this.upstream = upstream;
        this.stitcher = stitcher;
        this.dash = dash;
        this.trouble = trouble;
        this.reloads = new BlockingReloads(answering, name -> bodies.get(name).edge());
    }

    Optional<Body> body(String name) {
        return Optional.ofNullable(bodies.get(name));
    }

    Optional<Body> delta(String name) {
        return body(name + DELTA);
    }

    String whyNoDash() {
        return dash.refusal();
    }

    BlockingReloads reloads() {
        return reloads;
    }

    /** What the media playlists say, of all renditions that have anything to list. */
    Map<String, Listing> listings(
            Map<String, Window> windows, Map<String, List<Line>> lines, Map<String, Begun> begun) {
        Map<String, List<Line>> some = new TreeMap<>(lines);
        some.values().removeIf(List::isEmpty);
        Duration skip = skipUntil(some);
        Duration part = upstream.partTarget();
        Map<String, Listing> listings = new TreeMap<>();
        some.forEach((name, listed) -> {
            MediaPlaylist playlist = windows.get(name).playlist();
            Listing.Control control =
                    new Listing.Control(stitcher.targetSeconds(), playlist.dated(), playlist.ended(), skip, part);
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

    Map<String, Body> render(Map<String, Listing> listings) {
        Map<String, Body> next = new TreeMap<>();
        listings.forEach((name, listing) -> next.put(name, renderer(name).body(listing)));
        return next;
    }

    /**
     * Delta updates are for windows that are long enough, in all renditions alike (6.2.4-M2j): also in one that is silent, whose last
     * playlist goes on saying what it said.
     */
    private Duration skipUntil(Map<String, List<Line>> lines) {
        return promised.entrySet().stream()
                .filter(said -> !lines.containsKey(said.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> skipOf(lines));
    }

    private Duration skipOf(Map<String, List<Line>> lines) {
        Duration least = Duration.ofSeconds((long) SKIP_UNTIL_TARGETS * stitcher.targetSeconds());
        boolean longEnough = lines.values().stream()
                .map(listed -> Duration.between(
                        listed.get(0).start(), listed.get(listed.size() - 1).end()))
                .allMatch(length -> length.compareTo(least.multipliedBy(2)) >= 0);
        return longEnough ? least : Duration.ZERO;
    }

    void showDash(String lead, Map<String, Window> windows, Map<String, List<Line>> lines) {
        MediaPlaylist leading = windows.get(lead).playlist();
        List<SpotRange> spots = stitcher.shown(lead, windows.get(lead)).stream()
                .flatMap(shown -> shown.spots().stream())
                .toList();
        String codecs = upstream.master().orElseThrow().variants().stream()
                .map(Multivariant.Stream::codecs)
                .collect(Collectors.joining(","));
        dash.next(new Dash.Listing(
                        feed,
                        stitcher.targetSeconds(),
                        leading.dated(),
                        leading.ended(),
                        lead,
                        upstream.variants(),
                        lines,
                        spots,
                        codecs))
                .ifPresent(manifest -> bodies.put(LiveFeed.MPD, Body.of(manifest)));
        dash.violations()
                .forEach(violation -> trouble.accept("The guard found in the DASH manifest, rule "
                        + violation.rule().id() + ": " + violation.found()));
    }

    void showDeltas(Map<String, Listing> listings) {
        listings.forEach((name, listing) -> renderer(name)
                .delta(listing)
                .ifPresentOrElse(text -> bodies.put(name + DELTA, Body.of(text)), () -> bodies.remove(name + DELTA)));
    }

    /** The same feed and avails for players that put spots in by themselves. */
    void showInterstitials(Map<String, Window> windows) {
        List<Avail> avails = stitcher.avails();
        Window leading = windows.values().iterator().next();
        List<Avail> told = Interstitials.told(leading, avails);
        String master = bodies.get(LiveFeed.MASTER).text();
        told.stream()
                .filter(avail -> !bodies.containsKey(Interstitials.FOLDER + avail.id()))
                .forEach(avail -> Interstitials.assets(avail, master)
                        .forEach((name, text) -> showInterstitial(name, Body.of(text))));
        showInterstitial(LiveFeed.MASTER, Body.of(master));
        windows.forEach((name, window) ->
                showInterstitial(name, interstitials.media(name, stitcher.targetSeconds(), window, told)));
        bodies.keySet().removeIf(name -> Interstitials.forgotten(name, avails));
    }

    private void showInterstitial(String name, Body body) {
        bodies.compute(
                Interstitials.FOLDER + name,
                (key, known) -> known != null && known.etag(false).equals(body.etag(false)) ? known : body);
    }

    private Renderer renderer(String name) {
        return renderers.computeIfAbsent(name, key -> new Renderer());
    }

    /** @param between what may come between the network's segments */
    void show(Map<String, Listing> listings, Map<String, Body> next, List<Presentation> between) {
        bodies.putAll(next);
        listings.forEach((name, listing) -> promised.put(name, listing.control().skipUntil()));
        Multivariant master = upstream.master().orElseThrow();
        bodies.put(LiveFeed.MASTER, Body.of(MasterPlaylist.text(master, bodies.keySet(), between)));
    }

    void showTracking(String lead, Window window) {
        bodies.put(LiveFeed.TRACKING, Body.of(Tracking.json(stitcher.shown(lead, window))));
    }
}
