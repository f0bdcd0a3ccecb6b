package org.scruffy.spi.schedule;

import java.time.Duration;
import java.time.Instant;

/** One row of a file that a {@link ScheduleReader} reads. */
public sealed interface ScheduleRow {

    /** Where it stands in the file, from 1: a line, or in formats without lines the number of the element. */
    long line();

    /** A program airs. */
    record SlotRow(long line, Instant start, Instant end, Program program) implements ScheduleRow {}

    /**
     * A break within a program.
     *
     * @param slot the start of its timeslot, which stands before it in the file
     */
    record BreakRow(long line, Instant slot, Instant start, Duration capacity, AdBreak.Kind kind)
            implements ScheduleRow {}

    /**
     * A spot in a break. A creative of that Ad-ID that the platform has already stays as it is.
     *
     * @param slot as in {@link BreakRow#slot}; in a file without programs, whose spots go into breaks that the schedule has, the
     *     break's own start
     * @param adBreak when its break starts
     * @param position in the break, from 1
     */
    record SpotRow(long line, Instant slot, Instant adBreak, int position, Creative creative) implements ScheduleRow {}

    /**
     * A row that cannot be read.
     *
     * @param field where in the row, in the format's own words
     * @param found what stands there; the platform shortens it
     * @param expected what could stand there instead
     */
    record BadRow(long line, String field, String found, String expected) implements ScheduleRow {}
}
