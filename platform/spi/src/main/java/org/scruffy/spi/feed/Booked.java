package org.scruffy.spi.feed;

import java.time.Duration;

/**
 * How long a spot was booked.
 *
 * @param length of the spot: 30 s at 29.97 frames a second are 900 frames
 * @param tolerance how far the file that was sent may be from it, zero or more: what is missing is held, what is too much is cut
 */
public record Booked(Duration length, Duration tolerance) {

    public Booked {
        if (length.isZero() || length.isNegative() || tolerance.isNegative()) {
            throw new IllegalArgumentException(
                    "A spot of " + length + " within " + tolerance + ", expected more than 0 and 0 or more");
        }
    }
}
