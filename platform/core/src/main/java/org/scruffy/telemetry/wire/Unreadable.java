package org.scruffy.telemetry.wire;

import java.io.IOException;

/** A request cannot be read at all; the message says where it breaks. */
public final class Unreadable extends IOException {

    private static final long serialVersionUID = 1L;

    public Unreadable(String why) {
        super(why);
    }

    public Unreadable(String why, Throwable cause) {
        super(why, cause);
    }
}
