package org.scruffy.schedule;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Fired after a change to a feed or its schedule is committed.
 *
 * @param monday of the week that changed, empty where it is not one week
 * @param revision of that week now, 0 where it is not one week
 * @param actor who did it, empty where nobody did
 * @param label what was done, in words, empty where nobody did it
 */
public record ScheduleChanged(
        String callSign, String feed, Optional<LocalDate> monday, long revision, String actor, String label) {

    /** By an import, or to the feed itself. */
    public ScheduleChanged(String callSign, String feed) {
        this(callSign, feed, Optional.empty(), 0, "", "");
    }
}
