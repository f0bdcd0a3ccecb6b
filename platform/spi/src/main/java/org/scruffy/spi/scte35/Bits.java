package org.scruffy.spi.scte35;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A stretch of bytes, read bit by bit. Beyond its end everything is zero, and {@link #whole} says so. */
final class Bits {

    private final byte[] bytes;
    private final long end;
    private long at;
    private boolean overrun;

    /** @param to the first byte after it */
    Bits(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from * 8L;
        this.end = to * 8L;
    }

    /** Whether nothing was read beyond the end. */
    boolean whole() {
        return !overrun;
    }

    int bytesLeft() {
        return (int) Math.max(0, (end - at) / 8);
    }

    /** The next bits as a number: 1 to 63 of them. */
    long number(int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 1 | bit();
        }
        return number;
    }

    int small(int count) {
        return (int) number(count);
    }

    boolean flag() {
        return bit() == 1;
    }

    void skip(int count) {
        at += count;
        overrun |= at > end;
    }

    /** The next bytes as a stretch of their own; at a byte's edge. */
    Bits stretch(int length) {
        int from = (int) (at / 8);
        int given = Math.min(length, bytesLeft());
        skip(length * 8);
        return new Bits(bytes, from, from + given);
    }

    /** What is left, in hexadecimal digits; it can still be read. */
    String rest() {
        int from = bytes() - bytesLeft();
        return HexFormat.of().formatHex(bytes, from, bytes());
    }

    /** Reads what is left, in hexadecimal digits. */
    String hex() {
        String hex = rest();
        at = Math.max(at, end);
        return hex;
    }

    /** Reads what is left as ASCII. */
    String ascii() {
        String text = new String(bytes, bytes() - bytesLeft(), bytesLeft(), StandardCharsets.US_ASCII);
        at = Math.max(at, end);
        return text;
    }

    private int bytes() {
        return (int) (end / 8);
    }

    private int bit() {
        if (at >= end) {
            overrun = true;
            return 0;
        }
        int bit = bytes[(int) (at / 8)] >> (7 - at % 8) & 1;
        at++;
        return bit;
    }
}
