package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scruffy.feed.HlsConformance.Violation;
import org.scruffy.spi.feed.Segment;

/** What {@link HlsConformance} watches of the parts of one playlist. */
final class HlsParts {

    private static final int REMEMBERED = 100;
    private static final Duration ROUNDING = Duration.ofMillis(10);
    /** What a poller may come late by, besides the part itself. */
    private static final int PATIENCE = 2;

    private final TreeMap<Long, List<Attributes>> seen = new TreeMap<>();
    private Optional<Instant> grown = Optional.empty();
    private String edge = "";

    /** What is wrong with the parts of one body. */
    static void byThemselves(HlsBody body, List<Violation> violations) {
        Attributes control = Attributes.of(body.control());
        heldBack(control, "HOLD-BACK", Duration.ofSeconds(body.playlist().targetDuration()), violations);
        if (!body.parts().isEmpty()) {
            heldBack(control, "PART-HOLD-BACK", body.partTarget(), violations);
        }
        body.parts().values().stream()
                .flatMap(List::stream)
                .filter(part -> HlsBody.length(part, "DURATION")
                        .map(length -> length.compareTo(body.partTarget()) > 0)
                        .orElse(true))
                .forEach(part -> violations.add(
                        new Violation(HlsRule.PART_TARGET, part + " is longer than " + body.partTarget())));
        whole(body, violations);
    }

    private static void heldBack(Attributes control, String name, Duration target, List<Violation> violations) {
        HlsBody.length(control, name)
                .filter(held -> held.compareTo(target.multipliedBy(3)) < 0)
                .ifPresent(held -> violations.add(new Violation(
                        HlsRule.HOLD_BACK, name + " is " + held + ", expected at least three times " + target)));
    }

    private static void whole(HlsBody body, List<Violation> violations) {
        Duration after = body.partsOf(body.last().sequence() + 1);
        for (int i = body.playlist().segments().size() - 1; i >= 0; i--) {
            Segment segment = body.playlist().segments().get(i);
            Duration parts = body.partsOf(segment.sequence());
            if (!parts.isZero() && parts.minus(segment.length()).abs().compareTo(ROUNDING) > 0) {
                violations.add(new Violation(
                        HlsRule.PARTS_WHOLE,
                        "segment " + segment.sequence() + " lasts " + segment.length() + ", its parts " + parts));
            }
            if (!parts.isZero()
                    && after.compareTo(Duration.ofSeconds(3L * body.playlist().targetDuration())) > 0) {
                violations.add(new Violation(
                        HlsRule.OLD_PARTS,
                        "segment " + segment.sequence() + " has parts and is " + after + " from the end"));
            }
            after = after.plus(segment.length());
        }
    }

    /** What was listed of a segment stays as it was, as long as any of it is listed. */
    void against(HlsBody now, List<Violation> violations) {
        now.parts().forEach((sequence, parts) -> {
            List<Attributes> known = seen.getOrDefault(sequence, List.of());
            if (parts.size() < known.size() || !parts.subList(0, known.size()).equals(known)) {
                violations.add(new Violation(
                        HlsRule.CHANGES, "the parts of segment " + sequence + " were " + known + " and are " + parts));
            }
        });
    }

    void remember(HlsBody body) {
        seen.putAll(body.parts());
        while (seen.size() > REMEMBERED) {
            seen.pollFirstEntry();
        }
    }

    /** A part that is waited for comes within the time of a part; a poller that looks now and then sees it later. */
    void inTime(HlsBody body, Instant now, List<Violation> violations) {
        String at = edge(body);
        Duration most = body.partTarget().multipliedBy(PATIENCE);
        if (at.equals(edge) && !most.isZero() && !body.playlist().ended()) {
            grown.filter(since -> Duration.between(since, now).compareTo(most) > 0)
                    .ifPresent(since -> violations.add(new Violation(
                            HlsRule.PART_IN_TIME,
                            "no new part for " + Duration.between(since, now).toMillis() + " ms, expected one within "
                                    + body.partTarget().toMillis())));
            return;
        }
        edge = at;
        grown = Optional.of(now);
    }

    private static String edge(HlsBody body) {
        long last = body.last().sequence();
        Map<Long, List<Attributes>> parts = body.parts();
        return last + "+" + parts.getOrDefault(last + 1, List.of()).size();
    }
}
