package org.scruffy.asrun;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * A broadcast day of a feed as it was planned and as it went.
 *
 * @param unscheduled rows of the log that show no spot
 */
public record ReconciledDay(
        String callSign,
        String feed,
        LocalDate day,
        ZoneId zone,
        Instant from,
        Instant to,
        List<ReconciledSpot> spots,
        List<AsRunRow> unscheduled) {}
