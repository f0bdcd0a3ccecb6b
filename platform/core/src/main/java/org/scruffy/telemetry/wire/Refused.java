package org.scruffy.telemetry.wire;

/** One event of a request cannot be kept; the message says why. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String why) {
        super(why);
    }
}
