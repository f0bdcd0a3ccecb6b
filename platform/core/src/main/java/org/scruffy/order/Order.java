package org.scruffy.order;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What was promised to an underwriter.
 *
 * @param lines its flights, those that were deleted too
 */
public record Order(
        String id,
        String name,
        String underwriterId,
        String underwriter,
        State state,
        List<Line> lines,
        boolean deleted,
        int version) {

    /** How far an order is. Only the spots of an APPROVED one air. */
    public enum State {
        DRAFT,
        APPROVED,
        ON_HOLD,
        ENDED
    }

    /** What the spots of a line are counted by. */
    public enum Per {
        WEEK,
        FLIGHT
    }

    /** How the spots of a line are spread. */
    public enum Pacing {
        EVEN,
        FRONT,
        ASAP
    }

    /**
     * So many spots of a length, in a span of local days and a daypart of them.
     *
     * @param until the last day
     * @param minutesApart between two of its spots at least, on one feed
     * @param maxPerDay of a feed; empty for any number
     * @param placed how many of its spots stand in the week, aired ones included
     * @param aired how many have aired
     */
    public record Line(
            String id,
            String name,
            List<String> feeds,
            LocalDate from,
            LocalDate until,
            int spots,
            Per per,
            int lengthMs,
            Daypart daypart,
            int priority,
            Pacing pacing,
            int minutesApart,
            Optional<Integer> maxPerDay,
            int maxPerBreak,
            Rotation rotation,
            List<Rotation.Share> creatives,
            long placed,
            long aired,
            boolean deleted,
            int version) {

        /** How many spots were ordered in all. */
        public long ordered() {
            return per == Per.FLIGHT ? spots : (long) spots * weeks();
        }

        /** The calendar weeks that the flight touches. */
        private long weeks() {
            LocalDate first = org.scruffy.schedule.LocalWeek.mondayOf(from);
            return (until.toEpochDay() - first.toEpochDay()) / 7 + 1;
        }
    }
}
