package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;

/**
 * A row of the as-run log.
 *
 * @param placement the spot it shows, empty where none
 * @param outcome what became of that spot, empty where it is not known
 * @param source SCRUFFY or AUTOMATION
 * @param reason why it did not air as planned, empty where it did
 */
public record AsRunRow(
        String id,
        String feed,
        Instant at,
        Duration length,
        String adId,
        String title,
        String source,
        String placement,
        String outcome,
        String reason) {}
