package org.scruffy.web.live;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A request for a playlist that waits, without a thread, until it is answered or has waited for too long. */
final class BlockedReload implements Runnable {

    private static final Logger LOG = Logger.getLogger(BlockedReload.class.getName());

    /** How the request is answered. */
    @FunctionalInterface
    interface Answer {
        void give() throws IOException;
    }

    private final Exchange exchange;
    private final Answer answer;
    private final AtomicBoolean over = new AtomicBoolean();
    private Runnable end = () -> {};

    BlockedReload(Exchange exchange, Answer answer) {
        this.exchange = exchange;
        this.answer = answer;
    }

    /**
     * Waits no longer than that.
     *
     * @param milliseconds of waiting
     * @param whenOver run when nobody waits any more
     */
    void within(long milliseconds, Runnable whenOver) {
        end = exchange.suspend(milliseconds, () -> late(whenOver), whenOver);
    }

    private void late(Runnable whenOver) {
        whenOver.run();
        finish(() ->
                exchange.problem(503, "Nothing new", "The playlist has not come as far within three target durations"));
    }

    @Override
    public void run() {
        finish(answer);
    }

    /** Is answered otherwise. */
    void refuse(Answer refusal) {
        finish(refusal);
    }

    private void finish(Answer last) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        try {
            last.give();
        } catch (IOException e) {
            LOG.log(Level.FINE, "A player hung up while it was answered", e);
        } finally {
            end.run();
        }
    }
}
