package org.scruffy.web.rest;

/** A request holds something that cannot be read. */
public class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String found;
    private final String expected;

    public BadInput(String field, String found, String expected) {
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
