package org.scruffy.traffic;

/**
 * A text as a cell. Spreadsheets run what starts with one of {@code = + - @}, so such a text is written behind an apostrophe,
 * which they do not show; reading takes it away again.
 */
final class Cell {

    private static final String RISKY = "=+-@\t\r'";

    private Cell() {}

    static String written(String text) {
        return risky(text) ? "'" + text : text;
    }

    static String read(String cell) {
        return cell.startsWith("'") && risky(cell.substring(1)) ? cell.substring(1) : cell;
    }

    private static boolean risky(String text) {
        return !text.isEmpty() && RISKY.indexOf(text.charAt(0)) >= 0;
    }
}
