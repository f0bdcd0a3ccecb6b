package org.scruffy.spi.telemetry;

/** How a file of events or groups is written. */
public enum FileFormat {
    /** Apache Parquet, compressed with zstd; times are whole nanoseconds in UTC. The one that {@link EventStore#load} reads. */
    PARQUET,
    /** Lines of RFC 4180 in UTF-8, the first one with the names; times as {@code 2026-01-31T12:00:00.000000000Z}. */
    CSV,
    /** An object a line in UTF-8, without the names that have no value; times as in CSV. */
    JSON
}
