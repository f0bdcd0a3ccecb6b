package org.scruffy.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Event;

/**
 * A stretch of time of a feed that events are about.
 *
 * @param station its call sign, as the events said it
 * @param feed its name; empty for all feeds of the station
 * @param avail the key of an avail; empty where the events named none
 * @param adBreak the id of a planned break; empty where the events named none
 * @param from when the first of the events began
 * @param to when the last of them ended
 * @param events how many they are
 */
public record Touch(String station, String feed, String avail, String adBreak, Instant from, Instant to, long events) {

    static final String STREAM = "player.stream";

    private static final String SPAN = "trace.span_id";
    private static final String PARENT = "trace.parent_id";

    private static final Duration NEAR = Duration.ofMinutes(1);
    private static final double NANOS_PER_MS = 1e6;

    /** Where those look for a station that do not say it in a field of its own: the addresses that were asked for. */
    private static final List<String> ADDRESSES = List.of(STREAM, "http.target", "url.full", "http.url");

    private static final Pattern LIVE = Pattern.compile("/live/(?!spots/)([^/?#]+)/([^/?#.]+)[/.]");
    private static final Pattern STATION = Pattern.compile("/stations/([^/?#]+)|[?&]station=([^&#]+)");
    private static final Pattern FEED = Pattern.compile("/feeds/([^/?#]+)|[?&]feed=([^&#]+)");

    private record Named(String station, String feed) {}

    private record Place(String station, String feed, String avail, String adBreak) {}

    /** What an event is about; empty where it is about no station. */
    static Optional<Touch> of(Event event) {
        Instant from = event.time();
        Instant to = from.plusNanos((long) (Math.max(0, event.number("duration_ms")) * NANOS_PER_MS));
        return named(event)
                .map(named -> new Touch(
                        named.station, named.feed, text(event, "avail.key"), text(event, "break"), from, to, 1));
    }

    /** What a null character is in is no name: no database has one. */
    private static String text(Event event, String field) {
        String text = event.text(field);
        return text.indexOf(0) < 0 ? text : "";
    }

    private static Optional<Named> named(Event event) {
        String own = text(event, "station");
        String station = own.isEmpty() ? text(event, "station.call_sign") : own;
        if (!station.isEmpty()) {
            return Optional.of(new Named(station, text(event, "feed")));
        }
        return ADDRESSES.stream()
                .map(address -> text(event, address))
                .flatMap(address -> named(address).stream())
                .findFirst();
    }

    private static Optional<Named> named(String address) {
        Matcher live = LIVE.matcher(address);
        if (live.find()) {
            return Optional.of(new Named(live.group(1), live.group(2)));
        }
        return found(STATION, address)
                .map(station -> new Named(station, found(FEED, address).orElse("")));
    }

    private static Optional<String> found(Pattern pattern, String address) {
        Matcher matcher = pattern.matcher(address);
        return matcher.find()
                ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                : Optional.empty();
    }

    /** What events are about, by time; those of one place that lie close together are one. */
    static List<Touch> of(Collection<Event> events) {
        Map<Place, Touch> open = new HashMap<>();
        List<Touch> touches = new ArrayList<>();
        events.stream()
                .flatMap(event -> of(event).stream())
                .sorted(Comparator.comparing(Touch::from))
                .forEach(touch -> {
                    Touch before = open.get(touch.place());
                    boolean near = before != null && !touch.from.isAfter(before.to.plus(NEAR));
                    if (before != null && !near) {
                        touches.add(before);
                    }
                    open.put(touch.place(), near ? before.with(touch) : touch);
                });
        touches.addAll(open.values());
        touches.sort(Comparator.comparing(Touch::from));
        return touches;
    }

    /** Of a trace's events a span, what it calls, and so on; and what they noted while they ran. */
    static List<Event> below(String span, List<Event> trace) {
        Map<String, List<Event>> inside = trace.stream().collect(Collectors.groupingBy(event -> event.text(PARENT)));
        Set<String> spans = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(span));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (!next.isEmpty() && spans.add(next)) {
                inside.getOrDefault(next, List.of()).forEach(event -> open.push(event.text(SPAN)));
            }
        }
        return trace.stream()
                .filter(event -> spans.contains(event.text(SPAN)) || spans.contains(event.text(PARENT)))
                .toList();
    }

    private Place place() {
        return new Place(station, feed, avail, adBreak);
    }

    private Touch with(Touch later) {
        return new Touch(
                station, feed, avail, adBreak, from, later.to.isAfter(to) ? later.to : to, events + later.events);
    }
}
