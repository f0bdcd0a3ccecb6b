package org.scruffy.asrun;

/** Something about logs, outcomes, make-goods or affidavits cannot be done, and why. */
public class AsRunProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What sort of problem, with the status of HTTP that says it. */
    public enum Kind {
        BAD_INPUT(400),
        UNKNOWN(404),
        CONFLICT(409),
        TOO_LARGE(413);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final String field;
    private final String found;
    private final String expected;

    AsRunProblem(Kind kind, String words, String field, String found, String expected) {
        super(words);
        this.kind = kind;
        this.field = field;
        this.found = found;
        this.expected = expected;
    }

    static AsRunProblem bad(String field, String found, String expected) {
        return new AsRunProblem(
                Kind.BAD_INPUT, field + " is '" + found + "', expected " + expected, field, found, expected);
    }

    static AsRunProblem unknown(String field, String found) {
        return new AsRunProblem(
                Kind.UNKNOWN,
                "There is no " + field + " '" + found + "' at this station",
                field,
                found,
                "the id of a " + field + " of this station");
    }

    static AsRunProblem conflict(String words, String field, String found, String expected) {
        return new AsRunProblem(Kind.CONFLICT, words, field, found, expected);
    }

    public Kind kind() {
        return kind;
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
