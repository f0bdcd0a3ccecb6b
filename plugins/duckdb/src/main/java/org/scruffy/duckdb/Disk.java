package org.scruffy.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/** The disk of the store: nearly full when there is room for little more than what queries and sealing need for themselves. */
final class Disk {

    /** Bytes that must be free for events to be kept. */
    static final long LEAST = 1_000_000_000;

    // so that it does not change its mind with every batch
    private static final long ENOUGH = LEAST + LEAST / 10;
    private static final long AGAIN = Duration.ofSeconds(1).toNanos();

    /** How many bytes are free. */
    interface Free {
        long bytes() throws IOException;
    }

    private final Free free;
    private volatile String full = "";
    private long asked = System.nanoTime() - AGAIN;

    Disk(Free free) {
        this.free = free;
    }

    /** Why nothing can be kept, empty where it can. */
    String full() {
        synchronized (this) {
            if (System.nanoTime() - asked < AGAIN) {
                return full;
            }
            asked = System.nanoTime();
        }
        full = look();
        return full;
    }

    private String look() {
        try {
            long bytes = free.bytes();
            return bytes >= (full.isEmpty() ? LEAST : ENOUGH)
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "The disk of the event store is nearly full: %,d MB free, expected at least %,d MB",
                            bytes / 1_000_000,
                            ENOUGH / 1_000_000);
        } catch (IOException e) {
            throw new UncheckedIOException("The free room of the event store's disk cannot be told", e);
        }
    }
}
