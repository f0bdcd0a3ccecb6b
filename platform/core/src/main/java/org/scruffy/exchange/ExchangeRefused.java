package org.scruffy.exchange;

/** An import or export that cannot be done as it is asked for. */
public class ExchangeRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why not: which answer a caller deserves. */
    public enum Reason {
        /** There is no such format or import. */
        UNKNOWN,
        /** What was said about the file cannot be. */
        SETTINGS,
        /** The import is not in a state for it, or its rows do not go with the schedule. */
        CONFLICT,
        /** The key of the request was used for another one. */
        KEY_REUSED,
        /** The plugin of the format failed. */
        FORMAT_FAILED
    }

    private final Reason reason;
    private final String field;
    private final String found;
    private final String expected;

    ExchangeRefused(Reason reason, String field, String found, String expected) {
        super(field + " is '" + found + "', expected " + expected);
        this.reason = reason;
        this.field = field;
        this.found = found;
        this.expected = expected;
    }

    public Reason reason() {
        return reason;
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
