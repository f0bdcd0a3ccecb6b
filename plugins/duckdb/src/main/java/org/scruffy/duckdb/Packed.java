package org.scruffy.duckdb;

import java.nio.charset.StandardCharsets;

/** Words in bytes, each after its length: the driver brings bytes as they are, but of words each by itself, slowly. */
final class Packed {

    /** The names and words of the map in turn, as an SQL expression. */
    static final String ATTRIBUTES = "encode(array_to_string(list_transform(map_entries(attrs), lambda one:"
            + " strlen(one.key) || ':' || one.key || strlen(one.value) || ':' || one.value), ''))";

    private final byte[] bytes;
    private int at;

    /** @param bytes null where there are no words */
    Packed(byte[] bytes) {
        this.bytes = bytes == null ? new byte[0] : bytes;
    }

    boolean hasNext() {
        return at < bytes.length;
    }

    String next() {
        int length = 0;
        while (bytes[at] != ':') {
            length = length * 10 + bytes[at++] - '0';
        }
        String word = new String(bytes, at + 1, length, StandardCharsets.UTF_8);
        at += 1 + length;
        return word;
    }
}
