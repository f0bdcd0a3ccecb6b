package org.scruffy.schedule;

/** A spot cannot be moved where it should go; the message says why in words for people. */
public class MoveRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String found;
    private final String expected;

    MoveRefused(String message, String field, String found, String expected) {
        super(message);
        this.field = field;
        this.found = found;
        this.expected = expected;
    }

    /** What is in the way, for example {@code capacity}. */
    public String field() {
        return field;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
