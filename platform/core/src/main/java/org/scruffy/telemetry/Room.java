package org.scruffy.telemetry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The memory that requests on their way to the event store share, counted in bytes of what they bring. A request takes its share
 * while it is read and gives it back when its events are on disk: whoever finds no room is sent away before anything is lost, and
 * a slow one holds no more than it has sent.
 */
public final class Room {

    private static final long ROW = 250; // bytes that an event takes beside those it came in
    private static final Duration SOON = Duration.ofSeconds(1);

    private final long bytes;
    private final AtomicLong taken = new AtomicLong();
    private final Consumer<NotKept> sentAway;

    /** @param sentAway is told of each request that found no room */
    Room(long bytes, Consumer<NotKept> sentAway) {
        this.bytes = bytes;
        this.sentAway = sentAway;
    }

    /** A share of nothing yet. */
    public Share share() {
        return new Share();
    }

    /** The most bytes that one request can ever have. */
    public long largest() {
        return bytes / 4;
    }

    /** Whether soon there is no room for more. */
    boolean isTight() {
        return taken.get() > bytes / 4 * 3;
    }

    long taken() {
        return taken.get();
    }

    /** What one request takes, used by its thread alone. */
    public final class Share implements AutoCloseable {

        private long mine;

        public void take(long more) throws NotKept {
            if (taken.addAndGet(more) > bytes) {
                taken.addAndGet(-more);
                NotKept full =
                        new NotKept("Too many events are on their way, nothing of this request was kept", SOON, null);
                sentAway.accept(full);
                throw full;
            }
            mine += more;
        }

        /** What events take however small they are; no more than a request may ever have. */
        public void takeRows(int rows) throws NotKept {
            take(Math.min(rows * ROW, largest()));
        }

        @Override
        public void close() {
            taken.addAndGet(-mine);
            mine = 0;
        }
    }
}
