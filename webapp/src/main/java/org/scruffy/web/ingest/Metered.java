package org.scruffy.web.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.scruffy.telemetry.Room;

/** A body that takes its memory while it is read, and ends with a refusal where it is too large: so does what unpacks to too much. */
final class Metered extends FilterInputStream {

    private static final int STEP = 65_536;

    private final long limit;
    private final Room.Share share;
    private long read;
    private long taken;

    Metered(InputStream body, long limit, Room.Share share) {
        super(body);
        this.limit = limit;
        this.share = share;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = in.read(into, from, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) throws IOException {
        read += bytes;
        if (read > limit) {
            throw new Refusal(413, "The body has more than " + limit + " bytes");
        }
        if (read > taken) {
            share.take(STEP);
            taken += STEP;
        }
    }

    @Override
    public long skip(long bytes) throws IOException {
        return super.skip(0); // what is skipped would not be counted
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
