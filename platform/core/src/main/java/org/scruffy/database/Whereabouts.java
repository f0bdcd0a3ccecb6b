package org.scruffy.database;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Which line of ours each statement comes from. Finding that takes longer than all else of a statement's span, and hardly any statement
 * comes from two lines on the way of one kind of request: once it came from the same {@value #SURE} times it is looked for every
 * {@value #SURE}th time, at most once a second. One that was seen to come from another line too is looked for each time from then on.
 */
final class Whereabouts {

    static final int SURE = 17; // a prime: where lines take turns, each has its turn at being seen
    static final Duration REST = Duration.ofSeconds(1);
    static final int MOST = 10_000;

    private final Map<Asked, Known> known = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Whereabouts() {
        this(System::nanoTime);
    }

    Whereabouts(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Asked(String sql, String entry) {

        // those that the compiler makes take a call by name, which is slow where it is not hot
        @Override
        public boolean equals(Object other) {
            return other instanceof Asked asked && sql.equals(asked.sql) && entry.equals(asked.entry);
        }

        @Override
        public int hashCode() {
            return sql.hashCode() * 31 + entry.hashCode();
        }
    }

    /**
     * @param entry where the request came in that wants it: a route, or the name of a job
     * @param look finds who wants it now, if anybody of ours
     */
    Optional<Caller> of(String sql, String entry, Supplier<Optional<Caller>> look) {
        Asked asked = new Asked(sql, entry);
        Known before = known.get(asked);
        if (before != null && !before.isDue(nanos)) {
            return before.caller;
        }
        Optional<Caller> now = look.get();
        if (before != null) {
            before.saw(now, nanos.getAsLong());
        } else if (known.size() < MOST) {
            known.putIfAbsent(asked, new Known(now));
        }
        return now;
    }

    private static final class Known {

        private final Optional<Caller> caller;
        private int asked = 1; // about: threads may overtake each other
        private volatile long looked;
        private volatile boolean several;

        Known(Optional<Caller> caller) {
            this.caller = caller;
        }

        boolean isDue(LongSupplier nanos) {
            asked++;
            return several || asked <= SURE || asked % SURE == 0 && nanos.getAsLong() - looked >= REST.toNanos();
        }

        void saw(Optional<Caller> now, long nanos) {
            looked = nanos;
            if (!now.equals(caller)) {
                several = true;
            }
        }
    }
}
