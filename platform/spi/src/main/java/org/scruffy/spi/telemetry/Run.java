package org.scruffy.spi.telemetry;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** A query while it runs: how long it may, how far it is, and whether somebody still waits for it. Many threads may use it at once. */
public final class Run {

    private final Duration timeout;
    private volatile double done;
    private volatile boolean cancelled;
    private Runnable stop = () -> {};

    public Run(Duration timeout) {
        this.timeout = timeout;
    }

    /** How long it may take. */
    public Duration timeout() {
        return timeout;
    }

    /** How much of it is done, 0 to 1. */
    public double done() {
        return done;
    }

    public void done(double share) {
        done = share;
    }

    /** Nobody waits any more: work on it stops. */
    public void cancel() {
        cancelled = true;
        Runnable told;
        synchronized (this) {
            told = stop;
        }
        told.run();
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** What to do when it is cancelled, from whatever thread; at once where it is already. One at a time: the last one counts. */
    public void onCancel(Runnable stop) {
        synchronized (this) {
            this.stop = stop;
        }
        if (cancelled) {
            stop.run();
        }
    }

    /** @throws CancellationException once it is cancelled */
    public void check() {
        if (cancelled) {
            throw new CancellationException("The query was cancelled");
        }
    }
}
