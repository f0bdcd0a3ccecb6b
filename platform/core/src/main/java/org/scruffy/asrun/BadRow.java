package org.scruffy.asrun;

/**
 * A line of a log that cannot be read.
 *
 * @param line from 1
 * @param raw what stands there, as far as it can be read
 */
record BadRow(long line, String raw, String field, String found, String expected) implements LogEntry {

    private static final int MOST = 200;

    BadRow {
        found = found.length() > MOST ? found.substring(0, MOST) + "…" : found;
    }

    String words() {
        return "line " + line + ": " + field + " is '" + found + "', expected " + expected;
    }
}
