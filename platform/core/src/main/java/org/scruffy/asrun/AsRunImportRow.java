package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a log in its preview.
 *
 * @param at when the spot started, empty where the line cannot be read
 * @param outcome what its spot would be, empty where it shows no planned spot
 * @param placement the spot it shows, empty likewise
 * @param problem why it cannot be read, empty where it can
 * @param known whether the same is in the log already
 */
public record AsRunImportRow(
        long line,
        String raw,
        Optional<Instant> at,
        Duration length,
        String adId,
        String title,
        String placement,
        String outcome,
        boolean known,
        String problem) {}
