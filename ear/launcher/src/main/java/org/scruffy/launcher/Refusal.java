package org.scruffy.launcher;

/** Why Scruffy does not start, in one sentence for the person who started it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    Refusal(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    Refusal(Reason reason, String sentence, Throwable cause) {
        super(sentence, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** What stands in the way, each with the exit code scripts can tell it by. 3 is {@link Main}'s: Java is too old. */
    enum Reason {
        APPLICATION(1),
        USAGE(2),
        PORT(4),
        DATA_FOLDER(5),
        LOCKED(6),
        DATABASE(7),
        DISTRIBUTION(8),
        DEPLOYMENT(9);

        private final int exitCode;

        Reason(int exitCode) {
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }
}
