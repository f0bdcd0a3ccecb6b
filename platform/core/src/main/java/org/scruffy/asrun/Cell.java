package org.scruffy.asrun;

/** A cell of a CSV that people open in a spreadsheet. */
public final class Cell {

    private Cell() {}

    /** The text, with an apostrophe before it where a spreadsheet would take it for a formula. */
    public static String safe(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r\n|%".indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }
}
