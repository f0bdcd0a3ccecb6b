package org.scruffy.desk;

import java.time.Instant;

/**
 * One row that somebody changed.
 *
 * @param before the row as JSON, empty where there was none
 * @param after the row as JSON, empty where there is none any more
 * @param command the same for everything that was changed at once
 */
public record AuditLine(
        long id,
        Instant at,
        String actor,
        String action,
        String entity,
        long entityId,
        String before,
        String after,
        String command,
        String traceId,
        String reason) {}
