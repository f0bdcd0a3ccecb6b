package org.scruffy.telemetry;

/** The event store has no answer now; the message says why to whoever asked. */
public final class NoAnswer extends RuntimeException {

    NoAnswer(String message, Throwable cause) {
        super(message, cause);
    }
}
