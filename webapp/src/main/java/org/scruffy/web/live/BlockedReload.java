package org.scruffy.web.live;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.web.door.Problems;

/** A request for a playlist that waits, without a thread, until it is answered or has waited for too long. */
final class BlockedReload implements Runnable, AsyncListener {

    private static final Logger LOG = Logger.getLogger(BlockedReload.class.getName());

    /** How the request is answered. */
    @FunctionalInterface
    interface Answer {
        void give() throws IOException;
    }

    private final AsyncContext context;
    private final Answer answer;
    private final AtomicBoolean over = new AtomicBoolean();
    private Runnable forget = () -> {};

    BlockedReload(AsyncContext context, Answer answer) {
        this.context = context;
        this.answer = answer;
    }

    /**
     * Waits no longer than that.
     *
     * @param milliseconds of waiting
     * @param whenOver run when nobody waits any more
     */
    BlockedReload within(long milliseconds, Runnable whenOver) {
        forget = whenOver;
        context.setTimeout(milliseconds);
        context.addListener(this);
        return this;
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
            context.complete();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        forget.run();
        HttpServletResponse response = (HttpServletResponse) context.getResponse();
        finish(() -> Problems.answer(
                response, 503, "Nothing new", "The playlist has not come as far within three target durations"));
    }

    @Override
    public void onError(AsyncEvent event) {
        forget.run();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        forget.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nothing starts it again
    }
}
