package org.scruffy.web.ingest;

import java.io.IOException;
import java.time.Duration;

/** A request is refused as a whole, with a status of HTTP. */
final class Refusal extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Duration retryAfter;

    Refusal(int status, String why) {
        this(status, why, Duration.ZERO);
    }

    /** @param retryAfter zero where it makes no sense to come again */
    Refusal(int status, String why, Duration retryAfter) {
        super(why);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    /** In whole seconds, as the header wants it. */
    long retryAfter() {
        return retryAfter.isZero() ? 0 : retryAfter.toSeconds() + 1;
    }
}
