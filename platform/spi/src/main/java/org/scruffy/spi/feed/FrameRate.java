package org.scruffy.spi.feed;

import java.time.Duration;

/**
 * Pictures a second, as a fraction: 30000/1001 is what people call 29.97.
 *
 * @param frames above the line, 1 or more
 * @param seconds below the line, 1 or more
 */
public record FrameRate(int frames, int seconds) {

    private static final int TICKS = 90_000;

    public FrameRate {
        if (frames < 1 || seconds < 1 || frames / seconds > 1000) {
            throw new IllegalArgumentException("A frame rate of " + frames + "/" + seconds + ", expected 1 to 1000");
        }
    }

    /** How long some frames last, to the nanosecond below. */
    public Duration length(long count) {
        return Duration.ofNanos(Math.floorDiv(Math.multiplyExact(count * seconds, 1_000_000_000L), frames));
    }

    /** The same in 90 kHz ticks, rounded to the nearest. */
    public long ticks(long count) {
        return (2 * count * seconds * TICKS + frames) / (2L * frames);
    }

    /** The frames whose length is nearest to a time. */
    public long nearest(Duration time) {
        return Math.round(time.toNanos() / 1e9 * frames / seconds);
    }

    /** As it is said: 30 for 30000/1001. */
    public int nominal() {
        return Math.round((float) frames / seconds);
    }

    @Override
    public String toString() {
        return frames + "/" + seconds;
    }
}
