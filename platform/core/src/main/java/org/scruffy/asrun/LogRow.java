package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A spot that aired, as a log of an automation has it.
 *
 * @param line from 1
 * @param raw the line as it stands in the log
 * @param scheduled when the automation meant to play it, where the log says so
 */
record LogRow(
        long line, String raw, String adId, String title, Optional<Instant> scheduled, Instant at, Duration length)
        implements LogEntry {}
