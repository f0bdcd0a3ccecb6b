package org.scruffy.feed;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of a playlist as it was published.
 *
 * @param rendition its name, {@code master} for the multivariant playlist
 * @param at when it was published
 * @param until when the next one was, empty where none is kept
 * @param before when the one before it was, empty where none is kept
 * @param traceId of the poll that published it
 * @param text byte for byte as it went out
 */
public record ManifestVersion(
        String rendition, Instant at, Optional<Instant> until, Optional<Instant> before, String traceId, String text) {

    /** The ETag it went out with, uncompressed. */
    public String etag() {
        return Body.of(text).etag(false);
    }
}
