package org.scruffy.alert;

import java.time.Instant;

/** A board was changed by somebody else since it was read: what is said of it would undo that. */
public final class BoardChanged extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Instant seen;
    private final Instant now;

    BoardChanged(Instant seen, Instant now) {
        super("Somebody changed the board at " + now + ", after it was read: read it again");
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
