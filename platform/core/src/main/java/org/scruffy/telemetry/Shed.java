package org.scruffy.telemetry;

import java.time.Instant;

/**
 * What was sent away since the start, with nothing of it kept, and may have been brought again.
 *
 * @param requests how many
 * @param events how many they brought, of those that were read
 * @param last when the last one was sent away, {@link Instant#EPOCH} where none was
 * @param why the last one was, in a sentence, empty where none was
 */
public record Shed(long requests, long events, Instant last, String why) {

    static final Shed NOTHING = new Shed(0, 0, Instant.EPOCH, "");

    Shed and(long more, Instant now, String because) {
        return new Shed(requests + 1, events + more, now, because);
    }
}
