package org.scruffy.testkit;

import java.util.regex.Pattern;

/** A value of a column that has words, numbers and truths: it is taken for what it stands beside. */
record Mixed(String words) {

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");

    /** Null where the words say none. */
    static Double read(String words) {
        return NUMBER.matcher(words).matches() ? Double.valueOf(words) : null;
    }

    /** Null where it is none. */
    Double number() {
        return read(words);
    }

    /** As what can be compared with another value: of two of them words. */
    Object beside(Object other) {
        return other instanceof Number ? number() : words;
    }

    @Override
    public String toString() {
        return words;
    }
}
