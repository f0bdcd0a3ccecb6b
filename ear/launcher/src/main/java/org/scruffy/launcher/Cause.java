package org.scruffy.launcher;

/** Why something went wrong, in a line. */
final class Cause {

    private static final int LONGEST = 300;

    private Cause() {}

    /** The message of the innermost cause that has one, else that of the event. */
    static String of(String message, Throwable thrown) {
        String innermost = "";
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) innermost = cause.getMessage();
        }
        String text = innermost.isEmpty() ? message : innermost;
        String line = text.lines()
                .map(String::strip)
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse("");
        String plain = line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…";
    }
}
