package org.scruffy.database;

/** Something cannot be read again; the message says why. */
public final class NotReplayed extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public NotReplayed(String why) {
        super(why);
    }
}
