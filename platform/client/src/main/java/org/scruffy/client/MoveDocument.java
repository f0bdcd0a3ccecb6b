package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Where a spot goes, and in the answer where it came from: the answer's {@code from} as the {@code to} of another request
 * takes the spot back.
 */
public record MoveDocument(String spot, Place from, Place to) {

    /**
     * A place in a break.
     *
     * @param position from 1; null, or beyond the last spot, for the end of the break
     */
    public record Place(String adBreak, Integer position) {

        @JsonbCreator
        public Place {}
    }

    @JsonbCreator
    public MoveDocument {}

    /** What a request needs. */
    public static MoveDocument toEndOf(String adBreak) {
        return new MoveDocument(null, null, new Place(adBreak, null));
    }
}
