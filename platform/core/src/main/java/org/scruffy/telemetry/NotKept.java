package org.scruffy.telemetry;

import java.io.IOException;
import java.time.Duration;

/** What a client brought is not kept, nothing of it, and it may bring it again later. */
public final class NotKept extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    NotKept(String why, Duration retryAfter, Throwable cause) {
        super(why, cause);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
