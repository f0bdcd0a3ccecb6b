package org.scruffy.spi.telemetry;

import java.time.Instant;

/**
 * What the events of a dataset take.
 *
 * @param dataset as {@link Event#DATASET} has it, empty for events of none
 * @param events how many there are
 * @param bytes what they take on disk, about: where datasets share files, their share by the number of events
 * @param oldest when the first of them began
 * @param newest when the last of them began
 */
public record Usage(String dataset, long events, long bytes, Instant oldest, Instant newest) {}
