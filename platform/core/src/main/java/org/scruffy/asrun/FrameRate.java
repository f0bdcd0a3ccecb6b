package org.scruffy.asrun;

import java.time.Duration;
import java.util.Optional;

/** Frames in a second, as a fraction: 30000/1001. */
record FrameRate(int num, int den) {

    FrameRate {
        if (num < 1 || den < 1) {
            throw new IllegalArgumentException("A frame rate is a fraction of whole numbers, not " + num + "/" + den);
        }
    }

    /** That many frames later; empty where a second has no frame of that number. */
    Optional<Duration> plus(Duration time, int frames) {
        int whole = (num + den - 1) / den;
        return frames < whole
                ? Optional.of(time.plusMillis(Math.round(frames * 1000.0 * den / num)))
                : Optional.empty();
    }
}
