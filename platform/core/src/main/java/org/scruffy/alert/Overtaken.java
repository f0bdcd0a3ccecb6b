package org.scruffy.alert;

import java.time.Instant;

/** Somebody else changed it since it was read: what is said of it would undo that. */
public final class Overtaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Instant seen;
    private final Instant now;

    Overtaken(String what, Instant seen, Instant now) {
        super("Somebody changed the " + what + " at " + now + ", after it was read: read it again");
        this.seen = seen;
        this.now = now;
    }

    /** When it was changed last for whoever read it. */
    public Instant seen() {
        return seen;
    }

    /** When it was changed last. */
    public Instant now() {
        return now;
    }
}
