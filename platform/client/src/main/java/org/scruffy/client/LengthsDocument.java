package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Which lengths the conditioning of a station takes.
 *
 * @param toleranceMs how far a file may be from the length that was booked, 0 to 5000; what is missing is held, what is too much is
 *     cut; 1000 where nobody said anything
 * @param longestMs the longest spot, 1000 to 600000; 600000 where nobody said anything
 */
public record LengthsDocument(Integer toleranceMs, Integer longestMs) {

    @JsonbCreator
    public LengthsDocument {}
}
