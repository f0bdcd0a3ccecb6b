package org.scruffy.asrun;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** At most so many bytes of a stream; more is refused. */
final class Limited extends FilterInputStream {

    private final long most;
    private long read;

    Limited(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int some = super.read(bytes, offset, length);
        count(Math.max(some, 0));
        return some;
    }

    private void count(int more) {
        read += more;
        if (read > most) {
            throw new AsRunProblem(
                    AsRunProblem.Kind.TOO_LARGE,
                    "The file is too large",
                    "file",
                    "over " + most + " bytes",
                    "at most " + most + " bytes");
        }
    }
}
