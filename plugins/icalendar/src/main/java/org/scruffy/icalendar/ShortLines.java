package org.scruffy.icalendar;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Text whose lines are short, counted with what is folded below them: the parser holds each as a whole. */
final class ShortLines extends FilterReader {

    static final int LONGEST = 64 * 1024;

    /** A line is longer than any event has. */
    static final class TooLong extends IOException {

        private static final long serialVersionUID = 1L;

        TooLong() {
            super("a line of more than " + LONGEST / 1024 + " KB");
        }
    }

    private int length;
    private boolean fresh;

    ShortLines(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one);
        return one;
    }

    @Override
    public int read(char[] chars, int offset, int most) throws IOException {
        int read = super.read(chars, offset, most);
        for (int i = 0; i < read; i++) {
            count(chars[offset + i]);
        }
        return read;
    }

    private void count(int one) throws TooLong {
        boolean folded = one == ' ' || one == '\t';
        length = fresh && !folded ? 1 : length + 1;
        fresh = one == '\n';
        if (length > LONGEST) {
            throw new TooLong();
        }
    }
}
