package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.schedule.AdBreak;

/** The windows of the renditions that answer, up to the edge they share. */
final class CommonEdge {

    private final Upstream upstream;
    private final SpotParts spotParts;
    private final int targetSeconds;
    private final List<AdBreak> breaks;

    CommonEdge(Upstream upstream, SpotParts spotParts, int targetSeconds, List<AdBreak> breaks) {
        this.upstream = upstream;
        this.spotParts = spotParts;
        this.targetSeconds = targetSeconds;
        this.breaks = breaks;
    }

    Map<String, Window> windows(Instant now) {
        Map<String, Window> windows = new TreeMap<>();
        upstream.reachable(now.minusSeconds(3L * targetSeconds))
                .forEach(rendition -> rendition.window().ifPresent(window -> windows.put(rendition.name(), window)));
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
        return upstream.partTarget().isZero() ? windows : inParts(windows);
    }

    /** With their parts, and with the segment that has begun where it has in all of them. */
    private Map<String, Window> inParts(Map<String, Window> windows) {
        Map<String, Segment> begun = new TreeMap<>();
        windows.forEach((name, window) -> upstream.rendition(name)
                .window()
                .flatMap(all -> all.begun(window, upstream.rendition(name).low()))
                .ifPresent(segment -> begun.put(name, segment)));
        boolean all = windows.keySet().stream()
                .allMatch(name ->
                        begun.containsKey(name) || upstream.rendition(name).kind() == Variant.Kind.TEXT);
        Map<String, Window> parted = new TreeMap<>();
        windows.forEach((name, window) -> {
            Window cut = window.with(parts(upstream.rendition(name), window));
            parted.put(name, all ? cut.with(begun.getOrDefault(name, window.next())) : cut);
        });
        return parted;
    }

    /** The origin's hint is passed on where it is about the part that comes next, and no break can come between. */
    private Parts parts(Rendition rendition, Window window) {
        Duration target = upstream.partTarget();
        Window all = rendition.window().orElseThrow();
        Duration near = Duration.ofSeconds(targetSeconds).plus(target);
        boolean sure = window.last().sequence() == all.last().sequence()
                && breaks.stream()
                        .noneMatch(planned -> Duration.between(planned.start(), window.edge())
                                        .abs()
                                        .compareTo(near)
                                < 0);
        return new FeedParts(rendition.low(), spotParts, target, sure);
    }
}
