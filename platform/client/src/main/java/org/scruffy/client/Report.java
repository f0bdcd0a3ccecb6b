package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** What a station reports about some broadcast days of its feeds. */
public final class Report {

    private Report() {}

    /**
     * How full breaks are.
     *
     * @param to the last day
     * @param rows one for each feed, day and part of it that has breaks
     */
    public record FillRate(LocalDate from, LocalDate to, List<Filled> rows) {

        @JsonbCreator
        public FillRate {
            rows = List.copyOf(rows);
        }
    }

    /**
     * The breaks of a feed in a part of a broadcast day.
     *
     * @param part OVERNIGHT, MORNING, DAYTIME, EARLY_EVENING, PRIME or LATE
     * @param hours of the part, for example 06:00–10:00
     * @param breaks how many there are, empty of them without a spot
     * @param orderedMs what of bookedMs belongs to orders
     */
    public record Filled(
            String feed,
            LocalDate day,
            String part,
            String hours,
            long breaks,
            long empty,
            long capacityMs,
            long bookedMs,
            long orderedMs) {

        @JsonbCreator
        public Filled {}
    }

    /** What lines of orders got of what they asked for, in their whole flights. */
    public record Delivery(LocalDate from, LocalDate to, List<Delivered> rows) {

        @JsonbCreator
        public Delivery {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A line.
     *
     * @param order its id
     * @param line its id
     * @param scheduled spots to come
     * @param unproved spots whose time has passed and that nobody reconciled
     * @param cut how many of the aired ones were too short
     * @param missed spots that did not air and are still owed
     * @param shortBy spots that are still to be placed
     * @param expected spots that are due by today
     * @param ahead how many more than that have run; negative where it is behind
     */
    public record Delivered(
            String order,
            String orderName,
            String underwriter,
            String state,
            String line,
            String lineName,
            LocalDate from,
            LocalDate until,
            long ordered,
            long scheduled,
            long unproved,
            long aired,
            long cut,
            long missed,
            long madeGood,
            long shortBy,
            long expected,
            long ahead) {

        @JsonbCreator
        public Delivered {}
    }

    /** Spots of orders that did not air, in air order. */
    public record MakeGoods(LocalDate from, LocalDate to, List<Owed> rows) {

        @JsonbCreator
        public MakeGoods {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A spot that did not air.
     *
     * @param spot its id
     * @param outcome MISSED or PREEMPTED
     * @param state OPEN, PLACED or AIRED, which is said of what makes it good
     * @param madeAt when that is planned; null where it is still owed
     */
    public record Owed(
            String spot,
            String feed,
            String zone,
            Instant plannedAt,
            LocalDate day,
            String adId,
            String title,
            String underwriter,
            String order,
            String line,
            String outcome,
            String state,
            Instant madeAt) {

        @JsonbCreator
        public Owed {}
    }
}
