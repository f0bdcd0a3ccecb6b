package org.scruffy.feed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * Watches the successive bodies of one live media playlist for violations of draft-pantos-hls-rfc8216bis-22 section 6.2. It
 * reads with eyes of its own for what matters (numbers, tags before URIs) and knows every segment it ever saw.
 */
public final class HlsConformance {

    private static final Duration AMBIGUOUS = Duration.ofSeconds(1);
    private static final int REMEMBERED = 2_000;

    /**
     * A broken rule.
     *
     * @param rule its number: section, M(ust) or S(hould) and the keyword's number in that section
     * @param found what was found and what was expected
     */
    public record Violation(String rule, String found) {

        /** Whether publishing it would break what viewers hold already: identity and numbering. */
        public boolean breaksPlayback() {
            return rule.startsWith("6.2.2-") || rule.equals("6.2.1-M10");
        }
    }

    private record Seen(String uri, long discontinuity, Duration length) {}

    private final TreeMap<Long, Seen> seen = new TreeMap<>();
    private Optional<MediaPlaylist> previous = Optional.empty();
    private boolean ended;
    private boolean tagged;

    /** What is wrong with the next body, by itself and against all that came before. The body counts as published. */
    public List<Violation> next(String body) {
        Examination examined = examine(body);
        examined.playlist.ifPresent(this::remember);
        return examined.violations;
    }

    /** The same without counting the body as published. */
    public List<Violation> check(String body) {
        return examine(body).violations;
    }

    /** What is wrong between the playlists of one multivariant playlist, taken at about the same time. */
    public static List<Violation> acrossRenditions(Map<String, String> bodies) {
        List<Violation> violations = new ArrayList<>();
        Map<Instant, Long> discontinuities = new HashMap<>();
        Map<Integer, String> targets = new TreeMap<>();
        boolean anyDated = false;
        boolean anyUndated = false;
        for (Map.Entry<String, String> body : new TreeMap<>(bodies).entrySet()) {
            Optional<MediaPlaylist> read = parse(body.getValue());
            if (read.isEmpty()) {
                violations.add(new Violation("6.2.1-M2", body.getKey() + " cannot be read"));
                continue;
            }
            MediaPlaylist playlist = read.get();
            targets.putIfAbsent(playlist.targetDuration(), body.getKey());
            anyDated |= playlist.dated();
            anyUndated |= !playlist.dated();
            for (Segment segment : playlist.segments()) {
                if (playlist.dated()) {
                    Long other = discontinuities.putIfAbsent(segment.start(), segment.discontinuity());
                    if (other != null && other != segment.discontinuity()) {
                        violations.add(new Violation(
                                "6.2.4-M2c",
                                body.getKey() + " has discontinuity number " + segment.discontinuity() + " at "
                                        + segment.start() + ", another rendition has " + other));
                    }
                }
            }
        }
        if (targets.size() > 1) {
            violations.add(new Violation("6.2.4-M2d", "target durations differ: " + targets));
        }
        if (anyDated && anyUndated) {
            violations.add(new Violation("6.2.4-M2h", "only some renditions have EXT-X-PROGRAM-DATE-TIME"));
        }
        return violations;
    }

    private record Examination(List<Violation> violations, Optional<MediaPlaylist> playlist) {}

    private Examination examine(String body) {
        Reading<MediaPlaylist> reading = PlaylistReader.media(body.getBytes(StandardCharsets.UTF_8));
        if (reading.value().isEmpty()) {
            return new Examination(
                    List.of(new Violation("6.2.1-M2", "the body " + reading.refusal())), Optional.empty());
        }
        MediaPlaylist playlist = reading.value().get();
        List<Violation> violations = new ArrayList<>();
        byItself(playlist, body, violations);
        previous.ifPresent(before -> against(before, playlist, body, violations));
        return new Examination(violations, reading.value());
    }

    private static Optional<MediaPlaylist> parse(String body) {
        return PlaylistReader.media(body.getBytes(StandardCharsets.UTF_8)).value();
    }

    private static void byItself(MediaPlaylist playlist, String body, List<Violation> violations) {
        Segment before = null;
        for (Segment segment : playlist.segments()) {
            long rounded = segment.length().plusMillis(500).toSeconds();
            if (rounded > playlist.targetDuration()) {
                add(
                        violations,
                        "6.2.1-M1",
                        segment,
                        "lasts " + segment.length() + ", the target duration is " + playlist.targetDuration() + " s");
            }
            boolean dated = segment.tags().stream().anyMatch(tag -> tag.startsWith(ProgramDateTime.TAG));
            if (playlist.dated() && segment.discontinuous() && !dated) {
                add(violations, "6.2.1-S6", segment, "has EXT-X-DISCONTINUITY and no EXT-X-PROGRAM-DATE-TIME");
            }
            if (before != null
                    && playlist.dated()
                    && Duration.between(segment.start(), before.end()).compareTo(AMBIGUOUS) >= 0) {
                add(
                        violations,
                        "6.2.1-M14",
                        segment,
                        "starts at " + segment.start() + ", before the end of the segment before it at "
                                + before.end());
            }
            before = segment;
        }
        if (!playlist.ended() && body.contains("#EXT-X-PLAYLIST-TYPE:")) {
            violations.add(new Violation("6.2.2-M12", "a live playlist has EXT-X-PLAYLIST-TYPE"));
        }
    }

    private void against(MediaPlaylist before, MediaPlaylist now, String body, List<Violation> violations) {
        Segment first = now.segments().get(0);
        Segment firstBefore = before.segments().get(0);
        if (now.targetDuration() != before.targetDuration()) {
            violations.add(new Violation(
                    "6.2.1-M13",
                    "the target duration changed from " + before.targetDuration() + " to " + now.targetDuration()));
        }
        if (first.sequence() < firstBefore.sequence()) {
            violations.add(new Violation(
                    "6.2.2-M3",
                    "EXT-X-MEDIA-SEQUENCE fell from " + firstBefore.sequence() + " to " + first.sequence()));
        }
        if (opening(now) < opening(before)) {
            violations.add(new Violation(
                    "6.2.2-M11", "EXT-X-DISCONTINUITY-SEQUENCE fell from " + opening(before) + " to " + opening(now)));
        }
        Segment last = now.segments().get(now.segments().size() - 1);
        Segment lastBefore = before.segments().get(before.segments().size() - 1);
        if (last.sequence() < lastBefore.sequence()) {
            violations.add(new Violation(
                    "6.2.1-M10",
                    "the last segment was " + lastBefore.sequence() + " and is " + last.sequence()
                            + ": segments may only be appended"));
        }
        if (ended && last.sequence() > lastBefore.sequence()) {
            violations.add(new Violation("6.2.1-M20", "segments follow after EXT-X-ENDLIST"));
        }
        now.segments().forEach(segment -> identity(segment, violations));
        removals(first, body, violations);
        growth(now, violations);
    }

    /** The value of EXT-X-DISCONTINUITY-SEQUENCE. */
    private static long opening(MediaPlaylist playlist) {
        Segment first = playlist.segments().get(0);
        return first.discontinuity() - (first.discontinuous() ? 1 : 0);
    }

    private void identity(Segment segment, List<Violation> violations) {
        Seen known = seen.get(segment.sequence());
        if (known == null) {
            return;
        }
        if (!known.uri.equals(segment.uri())) {
            add(violations, "6.2.1-M10", segment, "was " + known.uri + " and is " + segment.uri());
        } else if (!known.length.equals(segment.length())) {
            add(violations, "6.2.1-M10", segment, "lasted " + known.length + " and lasts " + segment.length());
        }
        if (known.discontinuity != segment.discontinuity()) {
            add(
                    violations,
                    "6.2.2-M10",
                    segment,
                    "had discontinuity number " + known.discontinuity + " and has " + segment.discontinuity());
        }
    }

    private void removals(Segment first, String body, List<Violation> violations) {
        if (seen.isEmpty() || first.sequence() <= seen.firstKey()) {
            return;
        }
        if (!body.contains("#EXT-X-MEDIA-SEQUENCE:")) {
            violations.add(new Violation("6.2.2-M1", "segments were removed and there is no EXT-X-MEDIA-SEQUENCE"));
        }
        if (tagged && !body.contains("#EXT-X-DISCONTINUITY-SEQUENCE:")) {
            violations.add(new Violation(
                    "6.2.2-M9",
                    "segments were removed beside EXT-X-DISCONTINUITY and there is no EXT-X-DISCONTINUITY-SEQUENCE"));
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
                long expected = last.getValue().discontinuity + (segment.discontinuous() ? 1 : 0);
                if (segment.discontinuity() != expected) {
                    add(
                            violations,
                            "6.2.2-M10",
                            segment,
                            "has discontinuity number " + segment.discontinuity() + ", the segment before it leads to "
                                    + expected);
                }
                return;
            }
            if (segment.sequence() > last.getKey() && segment.discontinuity() < last.getValue().discontinuity) {
                add(
                        violations,
                        "6.2.2-M11",
                        segment,
                        "has discontinuity number " + segment.discontinuity() + ", an earlier segment had "
                                + last.getValue().discontinuity);
                return;
            }
        }
    }

    private void remember(MediaPlaylist playlist) {
        previous = Optional.of(playlist);
        ended |= playlist.ended();
        tagged |= playlist.segments().stream().anyMatch(Segment::discontinuous);
        playlist.segments()
                .forEach(segment -> seen.put(
                        segment.sequence(), new Seen(segment.uri(), segment.discontinuity(), segment.length())));
        while (seen.size() > REMEMBERED) {
            seen.pollFirstEntry();
        }
    }

    private static void add(List<Violation> violations, String rule, Segment segment, String found) {
        violations.add(new Violation(rule, "segment " + segment.sequence() + " " + found));
    }
}
