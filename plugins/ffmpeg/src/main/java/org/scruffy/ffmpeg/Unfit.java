package org.scruffy.ffmpeg;

import java.io.IOException;

/** A file that no copy can be made of; the message is for whoever sent it. */
final class Unfit extends IOException {

    private static final long serialVersionUID = 1L;

    Unfit(String reason) {
        super(reason);
    }
}
