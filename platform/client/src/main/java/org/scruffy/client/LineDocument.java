package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * A flight of an order: so many spots of a length in a span of local days. What is left out of a request is as in the example
 * {@code per WEEK, every day, the whole day, priority 8, pacing EVEN, minutesApart 0, maxPerBreak 1, rotation EVEN}.
 *
 * @param feeds names of feeds of the station
 * @param from the first local day, such as {@code 2026-11-24}
 * @param until the last one
 * @param spots how many, each week or in the flight
 * @param per WEEK or FLIGHT
 * @param lengthMs of one spot in milliseconds
 * @param days MON to SUN
 * @param fromLocal such as {@code 22:00}; a daypart that ends before it starts reaches over midnight
 * @param toLocal equal to fromLocal for the whole day
 * @param priority 1 first, to 16
 * @param pacing EVEN, FRONT or ASAP
 * @param minutesApart between two of its spots on one feed at least
 * @param maxPerDay on one feed; left out for any number
 * @param rotation EVEN, WEIGHTED or SEQUENTIAL
 * @param creatives in the order of a sequence
 * @param ordered spots in the whole flight; not in requests
 * @param placed of them stand in breaks, aired ones included; not in requests
 * @param aired of them; not in requests
 * @param version for {@code If-Match}
 */
public record LineDocument(
        String id,
        String name,
        List<String> feeds,
        String from,
        String until,
        Integer spots,
        String per,
        Integer lengthMs,
        List<String> days,
        String fromLocal,
        String toLocal,
        Integer priority,
        String pacing,
        Integer minutesApart,
        Integer maxPerDay,
        Integer maxPerBreak,
        String rotation,
        List<Share> creatives,
        Long ordered,
        Long placed,
        Long aired,
        Boolean deleted,
        Integer version) {

    /** A creative of a line and how often it comes compared with the others, 1 to 100. */
    public record Share(String adId, Integer weight) {

        @JsonbCreator
        public Share {}
    }

    @JsonbCreator
    public LineDocument {}
}
