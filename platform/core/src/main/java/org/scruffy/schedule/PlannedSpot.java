package org.scruffy.schedule;

import java.time.Instant;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.Program;

/**
 * A spot and where it is to air.
 *
 * @param at when its break starts
 * @param program that the break is in
 */
public record PlannedSpot(Instant at, Program program, Creative creative) {}
