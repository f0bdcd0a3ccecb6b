package org.scruffy.bench;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Stations as large as they are asked for: a half-hour grid with two breaks in each slot and three spots in each break, which
 * somebody ordered.
 *
 * @param emptyLast whether nothing is placed yet in the last week of the first station
 */
record Network(int stations, int feeds, int weeks, boolean emptyLast) {

    static final LocalDate MONDAY = LocalDate.of(2026, 6, 1);
    static final ZoneId ZONE = ZoneId.of("America/New_York");
    static final Duration SLOT = Duration.ofMinutes(30);
    static final int SLOTS = 7 * 48;
    static final int BREAKS = 2;
    static final int SPOTS = 3;
    static final int SPOT_MS = 20_000;
    static final int CAPACITY_MS = 90_000;
    static final int PROGRAMS = 500;
    static final int CREATIVES = 400;
    static final int UNDERWRITERS = 40;
    static final int LINES = 40;
    static final int CATEGORIES = 12;
    static final int SPOTS_OF_A_LINE = 40;

    Network {
        if (MONDAY.getDayOfWeek() != DayOfWeek.MONDAY || stations < 1 || stations > 999) {
            throw new IllegalArgumentException("A network has 1 to 999 stations, not " + stations);
        }
    }

    static String callSign(int station) {
        return String.format(java.util.Locale.ROOT, "K%03dX", station);
    }

    LocalDate lastMonday() {
        return MONDAY.plusWeeks(weeks - 1L);
    }

    long slots() {
        return (long) stations * feeds * weeks * SLOTS;
    }
}
