package org.scruffy.order;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What of a line was planned and has aired.
 *
 * @param ordered spots in the whole flight
 * @param placed of them stand in breaks, aired ones included
 * @param weeks each local week that the flight touches, or in which a spot of the line stands
 */
public record Delivery(String line, long ordered, long placed, long aired, List<Week> weeks) {

    /**
     * One week of it.
     *
     * @param ordered empty where the order counts by flight
     */
    public record Week(LocalDate monday, Optional<Integer> ordered, long placed, long aired) {}
}
