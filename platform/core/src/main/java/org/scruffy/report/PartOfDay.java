package org.scruffy.report;

import java.time.LocalTime;
import java.util.Arrays;

/**
 * The parts of a day that reports tell apart, by the feed's clock. They are the trade's and the same everywhere, so that two feeds
 * and two years compare: the dayparts that people write belong to single lines and rules, overlap, and leave hours out.
 */
public enum PartOfDay {
    OVERNIGHT(0, 6),
    MORNING(6, 10),
    DAYTIME(10, 16),
    EARLY_EVENING(16, 20),
    PRIME(20, 23),
    LATE(23, 24);

    private final int from;
    private final int to;

    PartOfDay(int from, int to) {
        this.from = from;
        this.to = to;
    }

    /** The part a local time is in. */
    static PartOfDay of(LocalTime time) {
        return Arrays.stream(values())
                .filter(part -> time.getHour() >= part.from && time.getHour() < part.to)
                .findFirst()
                .orElseThrow();
    }

    /** Its hours: 06:00–10:00. */
    public String hours() {
        return "%02d:00–%02d:00".formatted(from, to);
    }
}
