package org.scruffy.alert;

/** Somebody could not be told; the message says why, for people. */
public class Undelivered extends Exception {

    private static final long serialVersionUID = 1L;

    Undelivered(String message) {
        super(message);
    }

    Undelivered(String message, Throwable cause) {
        super(message, cause);
    }
}
