package org.scruffy.telemetry;

import java.util.concurrent.CancellationException;

/** The event store has no answer now; the message says why to whoever asked. */
public final class NoAnswer extends RuntimeException {

    public NoAnswer(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether whoever asked went away, or took the question back. */
    public boolean isCancelled() {
        return getCause() instanceof CancellationException;
    }
}
