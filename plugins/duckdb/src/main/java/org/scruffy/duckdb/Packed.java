package org.scruffy.duckdb;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * All words of an event in one cell, in the bytes of JSON. The driver makes an object of every cell, and of words by a decoder of its
 * own, slowly; bytes it copies.
 */
final class Packed {

    private static final String NOTHING = "null";

    private final byte[] bytes;
    private int at;

    Packed(byte[] bytes) {
        this.bytes = bytes;
        toNext();
    }

    /** The words of columns in turn, then the names and words of the map, as an SQL expression. */
    static String sql(List<String> columns) {
        return "encode(concat(to_json([" + String.join(", ", columns) + "]), to_json(attrs)))";
    }

    // between the words are only brackets, commas and colons
    private void toNext() {
        while (at < bytes.length && bytes[at] != '"' && bytes[at] != 'n') {
            at++;
        }
    }

    boolean hasNext() {
        return at < bytes.length;
    }

    /** Passes over the next one where it is none, of a column without a value. */
    boolean isMissing() {
        if (bytes[at] == '"') {
            return false;
        }
        at += NOTHING.length();
        toNext();
        return true;
    }

    String next() {
        int from = ++at;
        boolean plain = true;
        for (; bytes[at] != '"'; at++) {
            if (bytes[at] == '\\') {
                plain = false;
                at++;
            }
        }
        String word = new String(bytes, from, at - from, StandardCharsets.UTF_8);
        at++;
        toNext();
        return plain ? word : unescaped(word);
    }

    private static String unescaped(String word) {
        StringBuilder meant = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char next = word.charAt(i);
            if (next != '\\') {
                meant.append(next);
            } else if (word.charAt(++i) == 'u') {
                meant.append((char) Integer.parseInt(word, i + 1, i + 5, 16));
                i += 4;
            } else {
                meant.append(control(word.charAt(i)));
            }
        }
        return meant.toString();
    }

    private static char control(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }
}
