package org.scruffy.schedule;

/** A spot or a break is named that is not in the schedule. */
public class NoSuchSpot extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String found;

    NoSuchSpot(String field, String found) {
        super("There is no " + field + " '" + found + "'");
        this.field = field;
        this.found = found;
    }

    /** {@code spot} or {@code break}. */
    public String field() {
        return field;
    }

    public String found() {
        return found;
    }
}
