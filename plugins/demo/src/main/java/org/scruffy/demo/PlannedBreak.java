package org.scruffy.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.demo.ProgramGrid.Airing;
import org.scruffy.spi.schedule.AdBreak;

/**
 * A break on the grid of segments: the schedule plans it and the origin signals it, both from here.
 *
 * @param first its first segment
 * @param segments how many it covers
 */
record PlannedBreak(long first, int segments, AdBreak.Kind kind) {

    private static final int STATION_BREAK = 20;
    private static final int SHORT_BREAK = 10;
    private static final Duration EVERY = Duration.ofMinutes(4);

    private static final Duration QUIET_START = Duration.ofMinutes(2);

    /** No short break starts this close to the end of a program. */
    private static final Duration QUIET_END = Duration.ofSeconds(150);

    /** The first segment after it. */
    long end() {
        return first + segments;
    }

    Instant start() {
        return SegmentGrid.start(first);
    }

    Duration length() {
        return SegmentGrid.length(segments);
    }

    /**
     * Real public television has its breaks only between programs; the demo has short ones inside too, so that nobody waits
     * long to see one.
     *
     * @param phase how long after every fourth minute of the hour the short breaks come
     */
    static List<PlannedBreak> of(Airing airing, Duration phase) {
        List<PlannedBreak> breaks = new ArrayList<>();
        Instant lastShort = airing.end().minus(QUIET_END);
        for (Instant at = firstShort(airing.start(), phase); !at.isAfter(lastShort); at = at.plus(EVERY)) {
            breaks.add(new PlannedBreak(SegmentGrid.atOrAfter(at), SHORT_BREAK, AdBreak.Kind.PROMO));
        }
        long first = SegmentGrid.at(airing.end()) - STATION_BREAK;
        breaks.add(new PlannedBreak(first, STATION_BREAK, AdBreak.Kind.UNDERWRITING));
        return breaks;
    }

    private static Instant firstShort(Instant start, Duration phase) {
        long every = EVERY.toSeconds();
        long earliest = start.plus(QUIET_START).minus(phase).getEpochSecond();
        return Instant.ofEpochSecond(-Math.floorDiv(-earliest, every) * every).plus(phase);
    }
}
