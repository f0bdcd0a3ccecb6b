package org.scruffy.plugin;

/** A run of a job that cannot be done once more. */
public final class NotRepeated extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotRepeated(String why) {
        super(why);
    }
}
