package org.scruffy.feed;

/** A setting of a feed's stitching that cannot be. */
public final class BadStitching extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String field;
    private final String found;
    private final String expected;

    BadStitching(String field, String found, String expected) {
        super(field + " is '" + found + "', expected " + expected);
        this.field = field;
        this.found = found;
        this.expected = expected;
    }

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
