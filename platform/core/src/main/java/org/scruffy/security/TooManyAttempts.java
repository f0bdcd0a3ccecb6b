package org.scruffy.security;

import java.time.Duration;

/** Somebody failed to sign in too often and has to wait; nothing was looked at. */
public class TooManyAttempts extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManyAttempts(Duration wait) {
        super("Too many failed attempts: wait " + (wait.toSeconds() + 1) + " s");
        this.wait = wait;
    }

    public Duration retryAfter() {
        return wait;
    }
}
