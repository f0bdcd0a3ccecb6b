package org.scruffy.telemetry;

/** A query that asks for what there is not. */
public final class BadQuery extends RuntimeException {

    private final String field;
    private final String found;
    private final String expected;

    /**
     * @param field where in the query, for example {@code filters[0].column}
     * @param found what stands there
     * @param expected what could
     */
    public BadQuery(String field, Object found, String expected) {
        super(field + " is " + found + ", expected " + expected);
        this.field = field;
        this.found = String.valueOf(found);
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
