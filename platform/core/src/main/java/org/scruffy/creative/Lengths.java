package org.scruffy.creative;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.order.Fault;
import org.scruffy.order.Refused;

/**
 * Which lengths conditioning takes.
 *
 * @param tolerance how far a file may be from the length that was booked, 0 to 5 s; what is missing is held, what is too much is cut
 * @param longest the longest spot, 1 s to 10 min; what is booked with more is not conditioned
 */
public record Lengths(Duration tolerance, Duration longest) {

    private static final Duration MOST_TOLERANCE = Duration.ofSeconds(5);

    /** Where nobody said anything, and for the creatives that belong to no station. */
    public static final Lengths DEFAULT = new Lengths(Duration.ofSeconds(1), Duration.ofMinutes(10));

    public Lengths {
        List<Fault> faults = new ArrayList<>();
        if (tolerance.isNegative() || tolerance.compareTo(MOST_TOLERANCE) > 0) {
            faults.add(new Fault("toleranceMs", "" + tolerance.toMillis(), "0 to 5000 (ms), at most 5 s"));
        }
        if (longest.compareTo(Duration.ofSeconds(1)) < 0 || longest.compareTo(Duration.ofMinutes(10)) > 0) {
            faults.add(new Fault("longestMs", "" + longest.toMillis(), "1000 to 600000 (ms), 1 s to 10 min"));
        }
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
    }
}
