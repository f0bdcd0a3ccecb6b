package org.scruffy.asrun;

/** What a line of a log turned out to be. */
sealed interface LogEntry permits LogRow, BadRow, LogEntry.NotASpot {

    long line();

    /** A line that is no spot, such as a remark, or a spot that the log itself says did not air. */
    record NotASpot(long line) implements LogEntry {}
}
