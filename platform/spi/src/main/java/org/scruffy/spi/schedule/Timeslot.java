package org.scruffy.spi.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The airing of a program: the half-open interval from start to end.
 *
 * @param id the source's own id when it comes from a source, the platform's when it comes from the platform
 * @param breaks its breaks in air order, each within the slot or at its edge
 */
public record Timeslot(String id, Instant start, Instant end, Program program, List<AdBreak> breaks) {

    public Timeslot {
        if (!end.isAfter(start)) {
            throw new IllegalArgumentException("Timeslot " + id + " ends at " + end + ", not after its start " + start);
        }
        breaks = List.copyOf(breaks);
    }

    public Duration length() {
        return Duration.between(start, end);
    }
}
