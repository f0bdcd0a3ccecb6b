package org.scruffy.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.scruffy.eventsql.Parted;
import org.scruffy.spi.telemetry.Event;

/**
 * The events of traces that came last, by a hash of all that they say: a batch that a client brings again, because it got no
 * answer, is kept once. Holds one to two generations, 24 MB at most.
 */
final class Recent {

    /** How many of the last events are looked at again when the store is opened: what may have been on the wire when it died. */
    static final int AFTER_RESTART = 50_000;

    private static final int GENERATION = 1 << 19;

    private Hashes young = new Hashes();
    private Hashes old = new Hashes();

    /**
     * The events that were not there before, each once.
     *
     * @param added gets their hashes, for {@link #accept} once they are kept
     */
    List<Parted> fresh(List<Event> events, Function<Event, Parted> parting, Hashes added) {
        List<Parted> fresh = new ArrayList<>(events.size());
        for (Event event : events) {
            Parted parted = parting.apply(event);
            if (!parted.isOfTrace() || isNew(parted.fingerprint()) && added.add(parted.fingerprint())) {
                fresh.add(parted);
            }
        }
        return fresh;
    }

    private boolean isNew(long hash) {
        return !young.contains(hash) && !old.contains(hash);
    }

    void accept(Hashes added) {
        if (young.size() + added.size() > GENERATION) {
            old = young;
            young = new Hashes();
        }
        added.addTo(young);
    }

    /** A set of numbers, 16 bytes each. */
    static final class Hashes {

        private long[] slots = new long[1 << 10];
        private int size;

        boolean contains(long hash) {
            return slots[slot(taken(hash))] != 0;
        }

        boolean add(long hash) {
            int slot = slot(taken(hash));
            if (slots[slot] != 0) {
                return false;
            }
            slots[slot] = taken(hash);
            size++;
            if (size * 2 > slots.length) {
                grow();
            }
            return true;
        }

        void addTo(Hashes others) {
            for (long hash : slots) {
                if (hash != 0) {
                    others.add(hash);
                }
            }
        }

        int size() {
            return size;
        }

        // 0 is a free slot
        private static long taken(long hash) {
            return hash == 0 ? 1 : hash;
        }

        private int slot(long hash) {
            int slot = (int) hash & slots.length - 1;
            while (slots[slot] != 0 && slots[slot] != hash) {
                slot = slot + 1 & slots.length - 1;
            }
            return slot;
        }

        private void grow() {
            long[] before = slots;
            slots = new long[before.length * 2];
            for (long hash : before) {
                if (hash != 0) {
                    slots[slot(hash)] = hash;
                }
            }
        }
    }
}
