/** Breaks by the schedule's clock on a feed whose own clock drifts. */
package org.scruffy.driftingclock;
