package org.scruffy.dataset;

import java.time.Instant;
import java.util.Optional;

/** A moment or a time that charts mark, such as a deploy. */
public record Marker(String id, Said said, Instant created, Instant updated) {

    /**
     * What people say of it.
     *
     * @param end empty for a moment
     * @param type markers of one type look alike
     * @param url where its message leads to, empty where nowhere
     */
    public record Said(Instant start, Optional<Instant> end, String message, String type, String url) {}
}
