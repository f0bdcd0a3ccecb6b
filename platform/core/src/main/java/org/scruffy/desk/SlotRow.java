package org.scruffy.desk;

import java.time.Instant;

/** A slot as it is now. */
record SlotRow(long id, DeskFeed feed, Instant start, Instant end, int version) {

    boolean touches(Instant at) {
        return !at.isBefore(start) && !at.isAfter(end);
    }
}
