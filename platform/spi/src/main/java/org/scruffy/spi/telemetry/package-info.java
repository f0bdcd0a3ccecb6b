/** Telling what happens (spans, jobs) and keeping what was told (events, their store and its queries). */
package org.scruffy.spi.telemetry;
