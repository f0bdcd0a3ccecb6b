package org.scruffy.error;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Errors that have one cause, as far as their stack traces tell.
 *
 * @param fingerprint 32 hexadecimal digits
 * @param type of the exception, empty where there was only a message
 * @param message what the messages have in common
 * @param culprit where it happened, empty where no stack trace said
 * @param events how many there were at least, sample rates counted
 * @param assignee the name of a user, empty where it is nobody's
 * @param resolvedAt when somebody resolved it; empty while it is not
 * @param nextBuild whether it is resolved in builds that were not seen before it was
 * @param regressedAt when it came back after it was resolved
 * @param regressedBuild the build it came back in, as its events said it; empty where they said none, or it did not come back
 * @param stations how many stations its events of the last 30 days name
 * @param lastDay how many events there were in each of the last 24 hours of the clock, the running one last
 * @param services at most 20, as its events said them, the one that was seen last first
 */
public record ErrorGroup(
        String id,
        String dataset,
        String fingerprint,
        String type,
        String message,
        String culprit,
        Instant firstSeen,
        Instant lastSeen,
        long events,
        State state,
        String assignee,
        Optional<Instant> resolvedAt,
        boolean nextBuild,
        Optional<Instant> regressedAt,
        String regressedBuild,
        int stations,
        List<Long> lastDay,
        List<String> services) {

    /** What people make of a group. What is resolved is open again when it comes back. */
    public enum State {
        OPEN,
        IGNORED,
        RESOLVED
    }
}
