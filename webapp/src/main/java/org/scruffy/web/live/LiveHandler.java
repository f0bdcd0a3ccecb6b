package org.scruffy.web.live;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.scruffy.telemetry.ServerSpan;
import org.scruffy.web.door.Problems;
import org.scruffy.web.span.AirSpans;

/** What the server's HTTP layer asks. */
final class LiveHandler extends HttpHandler {

    private static final Logger LOG = Logger.getLogger(LiveHandler.class.getName());
    private static final String PATH = "/live";

    private final Live live;
    private final AirSpans spans;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(LiveHandler::thread);

    LiveHandler(Live live, AirSpans spans) {
        super("air");
        this.live = live;
        this.spans = spans;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "live-waits");
        thread.setDaemon(true);
        return thread;
    }

    void close() {
        clock.shutdownNow();
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        String path = request.getRequestURI();
        String query = request.getQueryString();
        ServerSpan span = spans.start(request.getMethod().getMethodString(), path, query, request::getHeader);
        Grizzly exchange = new Grizzly(request, response, clock, new CompletableFuture<>());
        try {
            exchange.set("X-Content-Type-Options", "nosniff");
            live.answer(exchange);
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, e, () -> "A player was not answered: " + path);
            span.recordException(e);
            exchange.problem(500, "Internal server error", "Scruffy failed; its trace says how");
        } finally {
            span.leave();
            exchange.over.thenRun(() -> spans.answered(span, path, query, response.getStatus()));
            if (!response.isSuspended()) {
                exchange.over.complete(null);
            }
        }
    }

    /** An exchange of Grizzly. */
    private record Grizzly(
            Request request, Response response, ScheduledExecutorService clock, CompletableFuture<Void> over)
            implements Exchange {

        @Override
        public String method() {
            return request.getMethod().getMethodString();
        }

        /** As it came: none of ours has anything encoded. */
        @Override
        public String path() {
            return request.getRequestURI().substring(PATH.length());
        }

        @Override
        public String query() {
            return Objects.requireNonNullElse(request.getQueryString(), "");
        }

        @Override
        public String parameter(String name) {
            return request.getParameter(name);
        }

        @Override
        public String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public String address() {
            return request.getRequestURL().toString();
        }

        @Override
        public void set(String header, String value) {
            if (header.equals("Content-Type")) {
                response.setContentType(value);
            } else {
                response.setHeader(header, value);
            }
        }

        @Override
        public void add(String header, String value) {
            response.addHeader(header, value);
        }

        @Override
        public void status(int status) {
            response.setStatus(status);
        }

        @Override
        public OutputStream body(long length) {
            response.setContentLengthLong(length);
            return method().equals("HEAD") ? OutputStream.nullOutputStream() : response.getOutputStream();
        }

        @Override
        public void problem(int status, String title, String detail) throws IOException {
            status(status);
            set("Content-Type", Problems.TYPE);
            set("Cache-Control", "no-store");
            send(Problems.document(status, title, detail));
        }

        @Override
        public Runnable suspend(long milliseconds, Runnable late, Runnable gone) {
            response.suspend();
            ScheduledFuture<?> timeout = clock.schedule(late, milliseconds, TimeUnit.MILLISECONDS);
            return () -> {
                timeout.cancel(false);
                gone.run();
                over.complete(null);
                response.resume();
            };
        }
    }
}
