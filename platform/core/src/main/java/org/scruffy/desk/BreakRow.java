package org.scruffy.desk;

import java.time.Instant;

/** A break as it is now, with the slot it is in. */
record BreakRow(long id, SlotRow slot, Instant start, int capacityMs, String kind, boolean locked, int version) {

    DeskFeed feed() {
        return slot.feed();
    }

    Instant end() {
        return start.plusMillis(capacityMs);
    }
}
