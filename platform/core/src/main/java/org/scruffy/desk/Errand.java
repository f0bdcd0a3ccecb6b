package org.scruffy.desk;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.scruffy.database.Sql;
import org.scruffy.desk.Outcome.Result;

/**
 * What another part of the platform brings into a command besides its edits: the rows of a file, the link of a make-good. It is
 * judged, audited and undone with them. Each is called once, in the order of the methods, and ends the command by throwing.
 */
public interface Errand {

    /** Edits and nothing else. */
    Errand NONE = new Errand() {};

    /** A time of a feed of the station, half open. */
    record Span(String feed, Instant start, Instant end) {}

    /**
     * What was written.
     *
     * @param breaks that were given something, for the rules to judge
     * @param newCreatives that came with it: that nobody approved them yet asks for a reason, and does not block
     */
    record Written(Collection<Long> breaks, Set<Long> newCreatives) {

        /** Nothing but links. */
        public static final Written NOTHING = new Written(List.of(), Set.of());
    }

    /** The times whose weeks it changes, before anything is locked. */
    default Collection<Span> spans(Sql sql) {
        return List.of();
    }

    /** Whether it can be carried out, once nobody else changes these weeks. */
    default void check(Sql sql) {}

    /** The breaks there are already that it will give something to; what is in conflict there is not its fault. */
    default Collection<Long> breaks(Sql sql) {
        return List.of();
    }

    /**
     * Writes it. Rows of timeslots, breaks, placements, days, make-goods and outcomes are audited by the database.
     *
     * @param results of the edits, in their order
     */
    default Written write(Sql sql, List<Result> results) {
        return Written.NOTHING;
    }
}
