package org.scruffy.asrun;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A log that was read in.
 *
 * @param state READING, PREVIEW, COMMITTED, FAILED or CANCELLED
 * @param rows lines that are spots
 * @param bad lines that cannot be read
 * @param known rows that are in the log already, which a commit leaves out
 * @param matched rows that show a planned spot
 * @param skipped lines that are no spots, or spots that the log says did not air
 */
public record AsRunImport(
        String id,
        Instant at,
        String actor,
        String fileName,
        String feed,
        String template,
        LocalDate from,
        LocalDate to,
        String state,
        long rows,
        long bad,
        long known,
        long matched,
        long skipped,
        String problem) {}
