package org.scruffy.spi.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A time set aside for spots.
 *
 * @param id as in {@link Timeslot#id}
 * @param start when it is planned to start
 * @param capacity how long it may be, 1 second to 10 minutes
 * @param kind what belongs into it
 * @param spots in air order
 */
public record AdBreak(String id, Instant start, Duration capacity, Kind kind, List<Spot> spots) {

    /** What belongs into a break. */
    public enum Kind {
        UNDERWRITING,
        PROMO,
        ID,
        MIXED
    }

    /** How full a break is. */
    public enum Fill {
        EMPTY,
        PARTIAL,
        FULL,
        OVER;

        private static final long NEARLY_MS = 1000;

        /**
         * How full a break is. Full means that less than one second is left: a 30 s spot is 900 frames, which last 30.030 s.
         *
         * @param spots how many it has
         * @param capacityMs what it holds
         * @param bookedMs how long its spots are together
         */
        public static Fill of(int spots, long capacityMs, long bookedMs) {
            if (spots == 0) {
                return EMPTY;
            }
            long left = capacityMs - bookedMs;
            if (left <= -NEARLY_MS) {
                return OVER;
            }
            return left < NEARLY_MS ? FULL : PARTIAL;
        }
    }

    public AdBreak {
        if (capacity.compareTo(Duration.ofSeconds(1)) < 0 || capacity.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException(
                    "Break " + id + " has a capacity of " + capacity + ", expected 1 second to 10 minutes");
        }
        spots = List.copyOf(spots);
    }

    public Duration booked() {
        return spots.stream().map(spot -> spot.creative().length()).reduce(Duration.ZERO, Duration::plus);
    }

    /** How full it is. */
    public Fill fill() {
        return Fill.of(spots.size(), capacity.toMillis(), booked().toMillis());
    }
}
