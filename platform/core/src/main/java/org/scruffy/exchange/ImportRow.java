package org.scruffy.exchange;

/**
 * A row of a file as the preview shows it.
 *
 * @param number among the rows, from 1
 * @param line in the file
 * @param kind {@code PROGRAM}, {@code BREAK}, {@code SPOT} or {@code UNREADABLE}
 * @param start RFC 3339 UTC, empty where the row has none
 * @param problem why it cannot be taken over, empty where it can
 */
public record ImportRow(
        long number, long line, String kind, String start, String title, String adId, long lengthMs, String problem) {}
