package org.scruffy.schedule;

/** A rule of recurrence that cannot be read, or that does not come to an end in the time one has. */
public class BadRecurrence extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String found;
    private final String expected;

    BadRecurrence(String found, String expected) {
        super("rrule is '" + found + "', expected " + expected);
        this.found = found;
        this.expected = expected;
    }

    /** The rule. */
    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
