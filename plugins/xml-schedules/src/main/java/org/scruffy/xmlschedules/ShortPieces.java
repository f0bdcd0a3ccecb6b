package org.scruffy.xmlschedules;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file whose tags, texts and comments are short: the parser holds each of them as a whole. */
final class ShortPieces extends FilterInputStream {

    static final int LONGEST = 256 * 1024;

    /** A piece is longer than any schedule has. */
    static final class TooLong extends IOException {

        private static final long serialVersionUID = 1L;

        TooLong() {
            super("a tag or text of more than " + LONGEST / 1024 + " KB");
        }
    }

    private int length;

    ShortPieces(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        int read = super.read(bytes, offset, most);
        for (int i = 0; i < read; i++) {
            count(bytes[offset + i]);
        }
        return read;
    }

    private void count(int one) throws TooLong {
        length = one == '>' ? 0 : length + 1;
        if (length > LONGEST) {
            throw new TooLong();
        }
    }
}
