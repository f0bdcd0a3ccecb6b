package org.scruffy.web.rest;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.web.door.Wire;

/**
 * Looks whether who asked still waits. A servlet finds out when it answers, too late for a query; the connection below it knows
 * earlier. A client that closes only its own half counts as gone, as it does for most servers.
 */
@ApplicationScoped
public class Callers {

    private static final Duration PACE = Duration.ofMillis(250);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(Callers::thread);

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "callers");
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }

    /** A look at a connection now and then. */
    static final class Watch implements AutoCloseable {

        private final Wire wire;
        private final Run run;
        private final Future<?> looks;
        private boolean over;

        private Watch(Wire wire, Run run, ScheduledExecutorService clock) {
            this.wire = wire;
            this.run = run;
            looks = clock.scheduleWithFixedDelay(this::look, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void look() {
            if (!over && wire.isCut()) {
                run.cancel();
                close();
            }
        }

        /** Ends it: nobody looks when this has returned. */
        @Override
        public synchronized void close() {
            over = true;
            looks.cancel(false);
        }
    }

    /** Cancels the run when who made the request has hung up, until it is closed. Where the server does not let us look, nobody does. */
    Optional<Watch> watch(HttpServletRequest request, Run run) {
        return Wire.of(request).map(wire -> watch(wire, run));
    }

    Watch watch(Wire wire, Run run) {
        return new Watch(wire, run, clock);
    }
}
