package org.scruffy.web.door;

import java.io.IOException;

/** A body does not come as fast as it must, or too many of them come slowly. */
public final class SlowBody extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    SlowBody(int status, String why) {
        super(why);
        this.status = status;
    }

    /** Of HTTP: 408 where it was this one, 503 where it was the others. */
    public int status() {
        return status;
    }
}
