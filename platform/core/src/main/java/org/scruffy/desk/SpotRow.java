package org.scruffy.desk;

/** A spot as it is now, with the break it is in. */
record SpotRow(long id, BreakRow adBreak, int seq, String status, int version) {}
