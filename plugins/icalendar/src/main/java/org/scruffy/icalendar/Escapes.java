package org.scruffy.icalendar;

/** Texts as RFC 5545, section 3.3.11 writes them. */
final class Escapes {

    private Escapes() {}

    static String written(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\r\n", "\\n")
                .replace("\n", "\\n")
                .replace("\r", "\\n");
    }

    static String read(String text) {
        StringBuilder read = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char escaped = text.charAt(++i);
                read.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
            } else {
                read.append(c);
            }
        }
        return read.toString();
    }
}
