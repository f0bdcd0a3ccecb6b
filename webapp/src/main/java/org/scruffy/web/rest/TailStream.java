package org.scruffy.web.rest;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Tail;

/** Events told to one who listens, without a thread: written as fast as the connection takes them, until it is closed. */
final class TailStream implements WriteListener, AsyncListener {

    private static final Logger LOG = Logger.getLogger(TailStream.class.getName());
    private static final JsonProvider JSON = JsonProvider.provider();
    private static final Duration LONGEST = Duration.ofHours(1);
    /** After so many times with nothing to tell a sign of life is sent, which finds out who hung up. */
    private static final int SILENCE = 20;

    private final boolean sent;
    private AsyncContext context;
    private ServletOutputStream out;
    private Tail.Listener listener;
    private int silent;
    private volatile boolean over;

    /** @param sent whether as server-sent events */
    TailStream(boolean sent) {
        this.sent = sent;
    }

    synchronized void start(AsyncContext context, ServletOutputStream out, Tail.Listener listener) {
        this.context = context;
        this.out = out;
        this.listener = listener;
        this.silent = SILENCE; // begins with a sign of life
        context.setTimeout(LONGEST.toMillis());
        context.addListener(this);
        out.setWriteListener(this);
    }

    @Override
    public void onWritePossible() {
        write();
    }

    /** Tells what there is to tell and can be told without waiting. */
    synchronized void write() {
        if (out == null || over) {
            return;
        }
        try {
            boolean told = false;
            while (out.isReady()) {
                Optional<String> line = line();
                if (line.isEmpty()) {
                    break;
                }
                out.write(line.get().getBytes(StandardCharsets.UTF_8));
                told = true;
                silent = 0;
            }
            silent += told ? 0 : 1;
            if (told && out.isReady()) {
                out.flush();
            }
        } catch (IOException | RuntimeException e) {
            onError(e);
        }
    }

    private Optional<String> line() {
        long missed = listener.missed();
        if (missed > 0) {
            return Optional.of(line(JSON.createObjectBuilder().add("missed", missed)));
        }
        Optional<Event> event = listener.next();
        if (event.isPresent()) {
            return event.map(TailStream::json).map(this::line);
        }
        if (silent < SILENCE) {
            return Optional.empty();
        }
        silent = 0;
        return Optional.of(sent ? ": nothing new\n\n" : "\n");
    }

    private static JsonObjectBuilder json(Event event) {
        JsonObjectBuilder fields = JSON.createObjectBuilder();
        event.fields().forEach((name, value) -> fields.add(name, AnswerDocument.value(value)));
        return JSON.createObjectBuilder().add("time", event.time().toString()).add("data", fields);
    }

    private String line(JsonObjectBuilder json) {
        String text = json.build().toString();
        return sent ? "data: " + text + "\n\n" : text + "\n";
    }

    private synchronized void end() {
        if (!over) {
            over = true;
            listener.leave();
            context.complete();
        }
    }

    @Override
    public void onError(Throwable e) {
        LOG.log(Level.FINE, "Somebody hung up who listened", e);
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over = true;
        listener.leave();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nothing starts it again
    }
}
