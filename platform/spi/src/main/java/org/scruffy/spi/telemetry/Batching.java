package org.scruffy.spi.telemetry;

import java.time.Duration;

/**
 * How large a store likes the batches it keeps. What is brought goes into the store once enough events wait, or once the interval has
 * passed since the last batch began: an event after a quiet time at once, many small requests together.
 *
 * @param enough how many events are a batch at any time, 1 to {@value #MOST_EVENTS}
 * @param interval how long after a batch began one of fewer events may begin, 0 to 1 s. Whoever brings events waits for it
 */
public record Batching(int enough, Duration interval) {

    /** How many events of others a batch waits for at most. */
    public static final int MOST_EVENTS = 10_000;

    private static final Duration LONGEST = Duration.ofSeconds(1);

    /** Nothing waits for more to come: for a store that keeps few events as well as many. */
    public static final Batching AT_ONCE = new Batching(1, Duration.ZERO);

    public Batching {
        if (enough < 1 || enough > MOST_EVENTS) {
            throw new IllegalArgumentException(
                    "A batch has enough with " + enough + " events, expected 1 to " + MOST_EVENTS);
        }
        if (interval.isNegative() || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "Batches begin every " + interval.toMillis() + " ms, expected 0 to " + LONGEST.toMillis() + " ms");
        }
    }
}
