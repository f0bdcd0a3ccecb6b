package org.scruffy.telemetry.wire;

/** A request brings more than one may; the message says how much that is. */
public final class TooMany extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooMany(int most, String what) {
        super("The request has more than " + most + " " + what + ": send them in parts");
    }
}
