package org.scruffy.telemetry;

/** An expression that cannot be read, and where. */
public final class BadExpression extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int position;
    private final String found;
    private final String expected;

    /** @param position of what was found, counted from 1 */
    BadExpression(int position, String found, String expected) {
        super("At " + position + ": found " + found + ", expected " + expected);
        this.position = position;
        this.found = found;
        this.expected = expected;
    }

    public int position() {
        return position;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
