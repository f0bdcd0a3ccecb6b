package org.scruffy.security;

import java.time.Instant;
import java.util.Optional;

/**
 * A key as administrators see it: the key itself is shown once, when it is made, and known to nobody afterwards.
 *
 * @param owner the user whose roles it has
 * @param datasets which ones it brings events for, with commas, and does nothing else; empty where it is not bound
 */
public record ApiKey(
        long id,
        String owner,
        String label,
        Instant created,
        Optional<Instant> lastUsed,
        Optional<Instant> revoked,
        String datasets) {}
