package org.scruffy.schedule;

import java.util.List;

/** A station or a feed is asked for that is not known. */
public class NoSuchFeed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String found;
    private final List<String> known;

    public NoSuchFeed(String field, String found, List<String> known) {
        super((found.isEmpty() ? "No " + field + " is named" : "There is no " + field + " '" + found + "'")
                + (known.isEmpty() ? ": none is known yet" : "; known: " + String.join(", ", known)));
        this.field = field;
        this.found = found;
        this.known = List.copyOf(known);
    }

    /** {@code station} or {@code feed}. */
    public String field() {
        return field;
    }

    public String found() {
        return found;
    }

    public List<String> known() {
        return known;
    }
}
