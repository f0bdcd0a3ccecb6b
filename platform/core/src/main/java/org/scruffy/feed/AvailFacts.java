package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scruffy.spi.schedule.AdBreak;

/**
 * What was written down of an avail, or of a planned break that has none.
 *
 * @param cued whether the feed's breaks come by cues, not by the clock
 * @param planned the schedule's break as it stands now
 * @param troubles that overlap it
 * @param actions by hand around it
 */
record AvailFacts(
        boolean cued,
        Instant now,
        Optional<AdBreak> planned,
        Optional<Decided> avail,
        Optional<Seen> cue,
        List<AirNotes.Trouble> troubles,
        List<AirAction> actions) {

    /**
     * A decision and what came of it.
     *
     * @param endReason empty where it ended as planned or has not ended
     * @param shown when each spot was listed first, by position
     * @param aired the rows of the as-run log
     */
    record Decided(
            Avail avail,
            Instant at,
            String traceId,
            String endReason,
            Map<Integer, AirNotes.Shown> shown,
            List<Row> aired) {}

    /** A row of the as-run log. */
    record Row(int position, Instant start, Duration length, String reason) {}

    /** A cue as it was seen first. */
    record Seen(String key, Instant at, Instant seenAt, Duration late, String traceId) {}

    Instant at() {
        return avail.map(one -> one.avail().at())
                .or(() -> planned.map(AdBreak::start))
                .orElse(now);
    }

    Duration length() {
        return avail.map(one -> one.avail().planned())
                .filter(length -> !length.isZero())
                .or(() -> planned.map(AdBreak::capacity))
                .orElse(Duration.ZERO);
    }

    String breakId() {
        return avail.map(one -> one.avail().breakId())
                .filter(id -> !id.isEmpty())
                .or(() -> planned.map(AdBreak::id))
                .orElse("");
    }

    Optional<AirNotes.Trouble> trouble(AirTrouble.Kind... kinds) {
        return troubles.stream()
                .filter(one -> List.of(kinds).contains(one.kind()))
                .findFirst();
    }
}
