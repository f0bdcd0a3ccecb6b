package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Where a spot goes, and in the answer where it came from.
 *
 * @param toBreak the break it goes to, at its end
 * @param spot which one; not needed in a request
 * @param fromBreak the break it left; not needed in a request
 */
public record MoveDocument(String toBreak, String spot, String fromBreak) {

    @JsonbCreator
    public MoveDocument {}

    /** What a request needs. */
    public static MoveDocument to(String toBreak) {
        return new MoveDocument(toBreak, null, null);
    }
}
