package org.scruffy.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * Watches the successive bodies of one live media playlist for violations of the {@link HlsRule}s that bodies show. It reads with
 * eyes of its own for what matters (numbers, tags before URIs) and knows every segment it ever saw.
 */
public final class HlsConformance {

    private static final Duration AMBIGUOUS = Duration.ofSeconds(1);
    private static final int REMEMBERED = 2_000;
    private static final int RANGES_REMEMBERED = 1_000;

    /**
     * A broken rule.
     *
     * @param found what was found and what was expected
     */
    public record Violation(HlsRule rule, String found) {}

    private record Seen(Segment segment, Scope scope) {

        static Seen of(Segment segment) {
            return new Seen(segment, Scope.of(segment.tags()));
        }
    }

    private final PlaylistFollower follower = new PlaylistFollower();
    private final TreeMap<Long, Seen> seen = new TreeMap<>();
    private final Map<String, HlsBody.Range> ranges = new java.util.LinkedHashMap<>();
    private final HlsParts parts = new HlsParts();
    private Optional<HlsBody> previous = Optional.empty();
    private Optional<Instant> grown = Optional.empty();
    private boolean ended;
    private boolean tagged;

    /** What is wrong with the next body, by itself and against all that came before. The body counts as published. */
    public List<Violation> next(String body) {
        Examination examined = examine(body.getBytes(StandardCharsets.UTF_8));
        examined.body.ifPresent(this::published);
        return examined.violations;
    }

    /** The same, and whether it comes in time. */
    public List<Violation> next(String body, Instant now) {
        Optional<HlsBody> before = previous;
        List<Violation> violations = new ArrayList<>(next(body));
        previous.ifPresent(latest -> parts.inTime(latest, now, violations));
        previous.ifPresent(latest -> {
            boolean grew = before.map(
                            one -> latest.last().sequence() > one.last().sequence())
                    .orElse(true);
            Duration most = Duration.ofMillis(1500L * latest.playlist().targetDuration());
            grown.filter(at -> !ended && Duration.between(at, now).compareTo(most) > 0)
                    .ifPresent(at -> violations.add(new Violation(
                            HlsRule.IN_TIME,
                            "nothing new for " + Duration.between(at, now).toMillis() + " ms, expected at most "
                                    + most.toMillis())));
            if (grew) {
                grown = Optional.of(now);
            }
        });
        return violations;
    }

    /** What is wrong with a body without counting it as published. */
    public List<Violation> check(String body) {
        return examine(body.getBytes(StandardCharsets.UTF_8)).violations;
    }

    /** What is wrong between the playlists of one multivariant playlist, taken at about the same time. */
    public static List<Violation> acrossRenditions(Map<String, String> bodies) {
        return HlsSet.of(bodies).violations();
    }

    /** What is wrong with a body, and what was read of it, nothing where it cannot be read. */
    record Examination(List<Violation> violations, Optional<HlsBody> body) {}

    /** Examines a body, which nobody changes, without counting it as published. */
    Examination examine(byte[] plain) {
        Reading<HlsBody> reading = HlsBody.read(plain, follower);
        if (reading.value().isEmpty()) {
            return new Examination(
                    List.of(new Violation(HlsRule.URI_IN_ORDER, "the body " + reading.refusal())), Optional.empty());
        }
        HlsBody body = reading.value().get();
        List<Violation> violations = new ArrayList<>();
        byItself(body, violations);
        previous.ifPresent(before -> against(before, body, violations));
        return new Examination(violations, reading.value());
    }

    private static void byItself(HlsBody body, List<Violation> violations) {
        Segment before = null;
        for (Segment segment : body.playlist().segments()) {
            byItself(segment, body.playlist(), violations);
            if (before != null
                    && body.playlist().dated()
                    && Duration.between(segment.start(), before.end()).compareTo(AMBIGUOUS) >= 0) {
                add(
                        violations,
                        HlsRule.DATES_UNAMBIGUOUS,
                        segment,
                        "starts at " + segment.start() + ", before the end of the segment before it at "
                                + before.end());
            }
            if (before != null
                    && body.playlist().dated()
                    && !segment.discontinuous()
                    && Duration.between(before.end(), segment.start()).compareTo(AMBIGUOUS) >= 0) {
                add(
                        violations,
                        HlsRule.GAPS_SAID,
                        segment,
                        "starts at " + segment.start() + ", the segment before it ends at " + before.end());
            }
            before = segment;
        }
        if (!body.playlist().ended() && !body.type().isEmpty()) {
            violations.add(new Violation(HlsRule.LIVE_HAS_NO_TYPE, "a live playlist has EXT-X-PLAYLIST-TYPE"));
        }
        if (body.version() > 3 && body.version() > body.neededVersion()) {
            violations.add(new Violation(
                    HlsRule.VERSION, "EXT-X-VERSION is " + body.version() + ", expected " + body.neededVersion()));
        }
        body.incomplete().forEach(line -> violations.add(new Violation(HlsRule.RANGE_COMPLETE, line)));
        if (body.hints().size() > body.hints().stream().distinct().count()) {
            violations.add(new Violation(HlsRule.ONE_HINT, "the hints are " + body.hints()));
        }
        mapsSaidAgain(body.text(), violations);
        if (!body.parts().isEmpty() || !body.control().isEmpty()) {
            HlsParts.byThemselves(body, violations);
        }
    }

    private static void byItself(Segment segment, MediaPlaylist playlist, List<Violation> violations) {
        long rounded = segment.length().plusMillis(500).toSeconds();
        if (rounded > playlist.targetDuration()) {
            add(
                    violations,
                    HlsRule.TARGET_DURATION,
                    segment,
                    "lasts " + segment.length() + ", the target duration is " + playlist.targetDuration() + " s");
        }
        boolean dated = segment.tags().stream().anyMatch(tag -> tag.startsWith(ProgramDateTime.TAG));
        if (playlist.dated() && segment.discontinuous() && !dated) {
            add(
                    violations,
                    HlsRule.DATED_DISCONTINUITY,
                    segment,
                    "has EXT-X-DISCONTINUITY and no EXT-X-PROGRAM-DATE-TIME");
        }
        Scope.of(segment.tags()).keys().stream()
                .filter(key -> !key.contains("URI=\""))
                .forEach(key -> add(violations, HlsRule.KEY_HAS_URI, segment, "is under " + key));
    }

    /** Players take the initialisation section of what comes after a discontinuity from after it. */
    private static void mapsSaidAgain(String text, List<Violation> violations) {
        boolean mapped = false;
        boolean awaited = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("#EXT-X-MAP:")) {
                mapped = true;
                awaited = false;
            } else if (line.equals("#EXT-X-DISCONTINUITY")) {
                awaited = mapped;
            } else if (awaited && !line.isBlank() && !line.startsWith("#")) {
                violations.add(new Violation(
                        HlsRule.MAP_AFTER_DISCONTINUITY,
                        "there is no EXT-X-MAP between EXT-X-DISCONTINUITY and " + line));
                awaited = false;
            }
        }
    }

    private void against(HlsBody before, HlsBody now, List<Violation> violations) {
        Segment first = now.first();
        if (now.playlist().targetDuration() != before.playlist().targetDuration()) {
            violations.add(new Violation(
                    HlsRule.TARGET_STAYS,
                    "the target duration changed from " + before.playlist().targetDuration() + " to "
                            + now.playlist().targetDuration()));
        }
        if (first.sequence() < before.first().sequence()) {
            violations.add(new Violation(
                    HlsRule.SEQUENCE_RISES,
                    "EXT-X-MEDIA-SEQUENCE fell from " + before.first().sequence() + " to " + first.sequence()));
        }
        if (now.opening() < before.opening()) {
            violations.add(new Violation(
                    HlsRule.DISCONTINUITY_RISES,
                    "EXT-X-DISCONTINUITY-SEQUENCE fell from " + before.opening() + " to " + now.opening()));
        }
        if (now.last().sequence() < before.last().sequence()) {
            violations.add(new Violation(
                    HlsRule.CHANGES,
                    "the last segment was " + before.last().sequence() + " and is "
                            + now.last().sequence() + ": segments may only be appended"));
        }
        if (ended && now.last().sequence() > before.last().sequence()) {
            violations.add(new Violation(HlsRule.NOTHING_AFTER_THE_END, "segments follow after EXT-X-ENDLIST"));
        }
        now.playlist().segments().forEach(segment -> identity(segment, violations));
        removals(before, now, violations);
        growth(now.playlist(), violations);
        parts.against(now, violations);
        ranges(before, now, violations);
    }

    private void identity(Segment segment, List<Violation> violations) {
        Seen known = seen.get(segment.sequence());
        if (known == null || known.segment.equals(segment)) {
            return;
        }
        Segment was = known.segment;
        if (!was.uri().equals(segment.uri())) {
            add(violations, HlsRule.CHANGES, segment, "was " + was.uri() + " and is " + segment.uri());
        } else if (!was.length().equals(segment.length())) {
            add(violations, HlsRule.CHANGES, segment, "lasted " + was.length() + " and lasts " + segment.length());
        }
        Scope scope = Scope.of(segment.tags());
        if (!known.scope.keys().equals(scope.keys())) {
            add(
                    violations,
                    HlsRule.KEY_STAYS,
                    segment,
                    "was under " + known.scope.keys() + " and is under " + scope.keys());
        }
        if (!known.scope.map().equals(scope.map())) {
            add(violations, HlsRule.CHANGES, segment, "had " + known.scope.map() + " and has " + scope.map());
        }
        if (was.discontinuity() != segment.discontinuity()) {
            add(
                    violations,
                    HlsRule.DISCONTINUITY_STAYS,
                    segment,
                    "had discontinuity number " + was.discontinuity() + " and has " + segment.discontinuity());
        }
    }

    private void removals(HlsBody before, HlsBody now, List<Violation> violations) {
        if (seen.isEmpty() || now.first().sequence() <= seen.firstKey()) {
            return;
        }
        if (!now.has("#EXT-X-MEDIA-SEQUENCE:")) {
            violations.add(
                    new Violation(HlsRule.SEQUENCE_TAG, "segments were removed and there is no EXT-X-MEDIA-SEQUENCE"));
        }
        if (tagged && !now.has("#EXT-X-DISCONTINUITY-SEQUENCE:")) {
            violations.add(new Violation(
                    HlsRule.DISCONTINUITY_TAG,
                    "segments were removed beside EXT-X-DISCONTINUITY and there is no EXT-X-DISCONTINUITY-SEQUENCE"));
        }
        boolean removed = now.first().sequence() > before.first().sequence();
        Duration least = Duration.ofSeconds(3L * now.playlist().targetDuration());
        if (removed && !now.playlist().ended() && now.length().compareTo(least) < 0) {
            violations.add(new Violation(
                    HlsRule.LONG_ENOUGH,
                    "segments were removed and " + now.length() + " are left, expected at least " + least));
        }
        if (removed && before.type().equals("EVENT")) {
            violations.add(new Violation(HlsRule.EVENT_GROWS, "segments were removed from an EVENT playlist"));
        }
    }

    /** A segment nobody saw before follows the last one that was seen: its discontinuity number can only be that or the next. */
    private void growth(MediaPlaylist now, List<Violation> violations) {
        if (seen.isEmpty()) {
            return;
        }
        Map.Entry<Long, Seen> last = seen.lastEntry();
        for (Segment segment : now.segments()) {
            if (segment.sequence() == last.getKey() + 1) {
                long expected = last.getValue().segment.discontinuity() + (segment.discontinuous() ? 1 : 0);
                if (segment.discontinuity() != expected) {
                    add(
                            violations,
                            HlsRule.DISCONTINUITY_STAYS,
                            segment,
                            "has discontinuity number " + segment.discontinuity() + ", the segment before it leads to "
                                    + expected);
                }
                return;
            }
            if (segment.sequence() > last.getKey()
                    && segment.discontinuity() < last.getValue().segment.discontinuity()) {
                add(
                        violations,
                        HlsRule.DISCONTINUITY_RISES,
                        segment,
                        "has discontinuity number " + segment.discontinuity() + ", an earlier segment had "
                                + last.getValue().segment.discontinuity());
                return;
            }
        }
    }

    private void ranges(HlsBody before, HlsBody now, List<Violation> violations) {
        for (HlsBody.Range range : now.ranges().values()) {
            HlsBody.Range known = ranges.get(range.id());
            if (known == null) {
                resolved(range)
                        .ifPresent(whole -> violations.add(new Violation(
                                HlsRule.RANGE_RESOLVED,
                                "range " + range.id() + " starts within " + whole.id() + ", which had its end")));
            } else if (!known.start().equals(range.start())) {
                violations.add(new Violation(
                        HlsRule.RANGE_ID,
                        "range " + range.id() + " started at " + known.start() + " and starts at " + range.start()));
            }
        }
        if (!now.playlist().dated()) {
            return;
        }
        Instant start = now.first().start();
        Instant edge = now.last().end();
        for (HlsBody.Range range : before.ranges().values()) {
            boolean listed = range.start().isBefore(edge)
                    && range.last().map(last -> last.isAfter(start)).orElse(false);
            if (listed && !now.ranges().containsKey(range.id())) {
                violations.add(new Violation(
                        HlsRule.RANGE_STAYS,
                        "range " + range.id() + " is gone, though "
                                + range.last().get() + " is after the first segment's start at " + start));
            }
        }
        Duration patience = Duration.ofSeconds(3L * now.playlist().targetDuration());
        now.ranges().values().stream()
                .filter(range -> range.end().isEmpty())
                .filter(range -> range.planned()
                        .filter(planned -> planned.plus(patience).isBefore(edge))
                        .isPresent())
                .forEach(range -> violations.add(new Violation(
                        HlsRule.RANGE_ENDS,
                        "range " + range.id() + " was to end at "
                                + range.planned().get())));
    }

    /** The range with END-ON-NEXT in which a new one starts, though the one that ended it is known. */
    private Optional<HlsBody.Range> resolved(HlsBody.Range added) {
        List<HlsBody.Range> alike = ranges.values().stream()
                .filter(range -> !range.kind().isEmpty() && range.kind().equals(added.kind()))
                .toList();
        boolean before = alike.stream().anyMatch(range -> range.start().isAfter(added.start()));
        return alike.stream()
                .filter(range -> before && range.untilNext() && range.start().isBefore(added.start()))
                .findFirst();
    }

    /** The body that counts as published last, empty before the first. */
    Optional<HlsBody> published() {
        return previous;
    }

    /** A body that was examined counts as published. */
    void published(HlsBody body) {
        parts.remember(body);
        previous = Optional.of(body);
        ended |= body.playlist().ended();
        tagged |= body.playlist().segments().stream().anyMatch(Segment::discontinuous);
        body.playlist()
                .segments()
                .forEach(segment -> seen.compute(
                        segment.sequence(),
                        (sequence, known) ->
                                known != null && known.segment.equals(segment) ? known : Seen.of(segment)));
        while (seen.size() > REMEMBERED) {
            seen.pollFirstEntry();
        }
        body.ranges().values().forEach(range -> ranges.putIfAbsent(range.id(), range));
        while (ranges.size() > RANGES_REMEMBERED) {
            ranges.remove(ranges.keySet().iterator().next());
        }
    }

    private static void add(List<Violation> violations, HlsRule rule, Segment segment, String found) {
        violations.add(new Violation(rule, "segment " + segment.sequence() + " " + found));
    }
}
