package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.scruffy.feed.HlsConformance.Violation;
import org.scruffy.spi.feed.Segment;

/** The renditions of one multivariant playlist, taken at about the same time. */
record HlsSet(Map<String, HlsBody> bodies, List<Violation> unreadable) {

    static HlsSet of(Map<String, String> texts) {
        Map<String, HlsBody> bodies = new TreeMap<>();
        List<Violation> unreadable = new ArrayList<>();
        new TreeMap<>(texts).forEach((name, text) -> {
            Optional<HlsBody> body = HlsBody.read(text).value();
            body.ifPresent(one -> bodies.put(name, one));
            if (body.isEmpty()) {
                unreadable.add(new Violation(HlsRule.URI_IN_ORDER, name + " cannot be read"));
            }
        });
        return new HlsSet(bodies, unreadable);
    }

    List<Violation> violations() {
        List<Violation> violations = new ArrayList<>(unreadable);
        same(HlsRule.SAME_TARGET, "target durations", body -> body.playlist().targetDuration(), violations);
        same(
                HlsRule.SAME_DATES,
                "whether there are dates",
                body -> body.playlist().dated(),
                violations);
        same(HlsRule.SAME_TYPE, "EXT-X-PLAYLIST-TYPE", HlsBody::type, violations);
        same(HlsRule.SAME_CONTROL, "EXT-X-SERVER-CONTROL", HlsBody::control, violations);
        if (bodies.values().stream().allMatch(body -> body.playlist().dated())) {
            discontinuities(violations);
            content(violations);
        }
        ranges(violations);
        return violations;
    }

    private void same(HlsRule rule, String what, Function<HlsBody, Object> value, List<Violation> violations) {
        Set<String> values = bodies.values().stream()
                .map(value.andThen(String::valueOf))
                .collect(Collectors.toCollection(TreeSet::new));
        if (values.size() > 1) {
            violations.add(new Violation(rule, what + " differ: " + values));
        }
    }

    /** Segments that start at the same time, give or take what sound is off pictures, are matching content. */
    private void discontinuities(List<Violation> violations) {
        TreeMap<Instant, Long> known = new TreeMap<>();
        for (Map.Entry<String, HlsBody> body : bodies.entrySet()) {
            TreeMap<Instant, Long> own = new TreeMap<>();
            for (Segment segment : body.getValue().playlist().segments()) {
                nearest(known, segment.start())
                        .filter(other -> other != segment.discontinuity())
                        .ifPresent(other -> violations.add(new Violation(
                                HlsRule.SAME_DISCONTINUITY,
                                body.getKey() + " has discontinuity number " + segment.discontinuity() + " at "
                                        + segment.start() + ", another rendition has " + other)));
                own.put(segment.start(), segment.discontinuity());
            }
            own.forEach(known::putIfAbsent);
        }
    }

    private static Optional<Long> nearest(TreeMap<Instant, Long> known, Instant start) {
        Long exact = known.get(start);
        if (exact != null) {
            return Optional.of(exact);
        }
        Duration off = Duration.ofMillis(50);
        return known.subMap(start.minus(off), true, start.plus(off), true).values().stream()
                .findFirst();
    }

    private void content(List<Violation> violations) {
        Optional<Instant> latestStart =
                bodies.values().stream().map(body -> body.first().start()).max(Instant::compareTo);
        Optional<Instant> earliestEnd =
                bodies.values().stream().map(body -> body.last().end()).min(Instant::compareTo);
        bodies.forEach((name, body) -> {
            Duration target = Duration.ofMillis(1000L * body.playlist().targetDuration() + 500);
            if (Duration.between(body.first().start(), latestStart.orElseThrow())
                                    .compareTo(target)
                            > 0
                    || Duration.between(earliestEnd.orElseThrow(), body.last().end())
                                    .compareTo(target)
                            > 0) {
                violations.add(new Violation(
                        HlsRule.SAME_CONTENT,
                        name + " lists " + body.first().start() + " to "
                                + body.last().end() + ", all have " + latestStart.get() + " to " + earliestEnd.get()));
            }
        });
    }

    private void ranges(List<Violation> violations) {
        Map<String, HlsBody.Range> known = new HashMap<>();
        bodies.forEach((name, body) -> body.ranges().values().forEach(range -> {
            HlsBody.Range other = known.putIfAbsent(range.id(), range);
            boolean contradicts = other != null
                    && (!other.start().equals(range.start())
                            || (other.end().isPresent()
                                    && range.end().isPresent()
                                    && !other.end().equals(range.end())));
            if (contradicts) {
                violations.add(new Violation(
                        HlsRule.SAME_RANGES,
                        "range " + range.id() + " in " + name + " is " + range + ", elsewhere " + other));
            }
        }));
    }
}
