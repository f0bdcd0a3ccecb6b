package org.scruffy.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what was listed before, as long as a playlist would be shorter than three target durations without it
 * (draft-pantos-hls-rfc8216bis-22 6.2.2-M6): after an encoder's new start its window has one segment, and some encoders never list
 * enough.
 */
final class Holding {

    private final Map<String, List<Line>> listed = new HashMap<>();

    /** The lines of a rendition with those that must stay before them. */
    List<Line> with(String rendition, List<Line> next, int targetSeconds) {
        List<Line> before = listed.getOrDefault(rendition, List.of());
        if (next.isEmpty() || before.isEmpty()) {
            return next;
        }
        Duration missing = Duration.ofSeconds(3L * targetSeconds).minus(length(next));
        Line first = next.get(0);
        int from = before.size();
        while (from > 0 && before.get(from - 1).sequence() >= first.sequence()) {
            from--;
        }
        int to = from;
        Line follower = first;
        while (from > 0 && missing.compareTo(Duration.ZERO) > 0 && follows(before.get(from - 1), follower)) {
            follower = before.get(--from);
            missing = missing.minus(follower.length());
        }
        if (from == to) {
            return next;
        }
        List<Line> held = new ArrayList<>();
        before.subList(from, to).forEach(line -> held.add(line.withoutRanges()));
        held.addAll(next);
        return held;
    }

    /** Numbers in a playlist are counted from its first: none can be left out. */
    private static boolean follows(Line one, Line next) {
        return one.sequence() + 1 == next.sequence()
                && one.discontinuity() + (next.tagged() ? 1 : 0) == next.discontinuity();
    }

    private static Duration length(List<Line> lines) {
        return lines.stream().map(Line::length).reduce(Duration.ZERO, Duration::plus);
    }

    void published(Map<String, List<Line>> lines) {
        listed.putAll(lines);
    }
}
