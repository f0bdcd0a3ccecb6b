package org.scruffy.database;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Which line of ours each statement comes from. Finding that takes longer than all else of a statement's span, and hardly any statement
 * comes from two lines on the way of one kind of request: once it came from the same {@value #SURE} times it is looked for every
 * {@value #SURE}th time, and in the end every {@value #QUITE_SURE}th. One that was seen to come from another line too is looked for each
 * time from then on.
 */
final class Whereabouts {

    static final int SURE = 17; // a prime: where lines take turns, each has its turn at being seen
    static final int QUITE_SURE = SURE * SURE;
    static final int MOST = 10_000;

    private final Map<Asked, Known> known = new ConcurrentHashMap<>();

    private record Asked(String sql, String entry) {}

    /**
     * @param entry where the request came in that wants it: a route, or the name of a job
     * @param look finds who wants it now, if anybody of ours
     */
    Optional<Caller> of(String sql, String entry, Supplier<Optional<Caller>> look) {
        Asked asked = new Asked(sql, entry);
        Known before = known.get(asked);
        if (before != null && !before.isDue()) {
            return before.caller;
        }
        Optional<Caller> now = look.get();
        if (before != null) {
            before.saw(now);
        } else if (known.size() < MOST) {
            known.putIfAbsent(asked, new Known(now));
        }
        return now;
    }

    private static final class Known {

        private final Optional<Caller> caller;
        private int asked = 1; // about: threads may overtake each other
        private volatile boolean several;

        Known(Optional<Caller> caller) {
            this.caller = caller;
        }

        boolean isDue() {
            asked++;
            return several || asked <= SURE || asked % (asked <= QUITE_SURE ? SURE : QUITE_SURE) == 0;
        }

        void saw(Optional<Caller> now) {
            if (!now.equals(caller)) {
                several = true;
            }
        }
    }
}
