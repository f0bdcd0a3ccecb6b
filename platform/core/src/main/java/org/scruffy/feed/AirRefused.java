package org.scruffy.feed;

/** Something cannot be done by hand as the feed is now. */
public class AirRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String found;
    private final String expected;

    AirRefused(String field, String found, String expected, String words) {
        super(words);
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
