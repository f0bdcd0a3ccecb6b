package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * What of a line was planned and has aired.
 *
 * @param ordered spots in the whole flight
 * @param placed of them stand in breaks, aired ones included
 */
public record DeliveryDocument(String line, Long ordered, Long placed, Long aired, List<Week> weeks) {

    /**
     * One local week of it.
     *
     * @param monday its first day
     * @param ordered left out where the order counts by flight
     */
    public record Week(String monday, Integer ordered, Long placed, Long aired) {

        @JsonbCreator
        public Week {}
    }

    @JsonbCreator
    public DeliveryDocument {}
}
