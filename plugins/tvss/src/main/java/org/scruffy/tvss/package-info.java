/**
 * Reads what the PBS TV Schedules Service answers: the programs of a day, feed by feed. Two traps of it: {@code minutes} are
 * minutes, but a {@code duration} of 130 is one hour and thirty minutes.
 */
package org.scruffy.tvss;
