package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * Who pays for spots. A request needs name and category only.
 *
 * @param category the code of theirs; left out where none is said
 * @param station the call sign of the station that keeps them; left out for the network's and its sources'
 * @param version for {@code If-Match}
 */
public record UnderwriterDocument(
        String id, String name, String category, String station, Boolean deleted, Integer version) {

    @JsonbCreator
    public UnderwriterDocument {}
}
