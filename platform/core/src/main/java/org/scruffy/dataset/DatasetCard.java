package org.scruffy.dataset;

import java.time.Instant;
import java.util.Optional;

/**
 * A dataset as people see it.
 *
 * @param lastWritten when an event of it came last, to the minute; empty where none did
 * @param columns how many there are
 */
public record DatasetCard(
        String slug, String name, String description, Instant created, Optional<Instant> lastWritten, int columns) {}
