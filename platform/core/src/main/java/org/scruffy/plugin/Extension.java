package org.scruffy.plugin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.scruffy.spi.telemetry.Telemetry;

/**
 * An extension of a plugin, reached only through {@link #call}: on a thread of the plugin with its class loader, within a
 * deadline, in a span, with an answer for when it fails. After {@value #PATIENCE} failures in a row it is left alone for a while.
 */
public final class Extension<T> {

    static final int PATIENCE = 5;
    static final Duration SUSPENSION = Duration.ofSeconds(30);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    /** A question to an extension; it may throw whatever the plugin throws. */
    @FunctionalInterface
    public interface Question<T, R> {
        R ask(T extension) throws Exception;
    }

    private final String plugin;
    private final T target;
    private final ExecutorService threads;
    private final Telemetry telemetry;
    private final Clock clock;
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicReference<Instant> suspendedUntil = new AtomicReference<>(Instant.MIN);
    private final AtomicReference<String> lastFailure = new AtomicReference<>("");

    Extension(String plugin, T target, ExecutorService threads, Telemetry telemetry, Clock clock) {
        this.plugin = plugin;
        this.target = target;
        this.threads = threads;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /** The answer, or the fallback when the extension fails, is late (2 s) or is suspended. */
    public <R> R call(String operation, R fallback, Question<? super T, R> question) {
        return call(operation, DEADLINE, fallback, question);
    }

    /** The same with a deadline of the caller's. */
    public <R> R call(String operation, Duration deadline, R fallback, Question<? super T, R> question) {
        if (suspended()) {
            return fallback;
        }
        try (Telemetry.Span span = telemetry.span("plugin " + operation)) {
            span.set("plugin.name", plugin).set("plugin.operation", operation);
            try {
                return answer(deadline, telemetry.carry(() -> question.ask(target)));
            } catch (PluginFailure e) {
                span.fail(e.getCause()).set("plugin.fallback", true);
                return fallback;
            }
        }
    }

    /**
     * The answer without a span, and a failure thrown on: for the event store, which keeps the spans and whose caller must know.
     */
    public <R> R demand(Duration deadline, Question<? super T, R> question) throws PluginFailure {
        if (suspended()) {
            throw new PluginFailure(
                    plugin,
                    new IllegalStateException(
                            "suspended until " + suspendedUntil.get() + " after: " + lastFailure.get()));
        }
        return answer(deadline, () -> question.ask(target));
    }

    private <R> R answer(Duration deadline, Callable<R> task) throws PluginFailure {
        calls.incrementAndGet();
        Future<R> answer = null;
        try {
            answer = threads.submit(task);
            R result = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            failuresInARow.set(0);
            return result;
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failed(new TimeoutException("no answer within " + deadline.toMillis() + " ms"));
        } catch (RejectedExecutionException e) {
            // says nothing against the extension: those that do not answer are late
            throw new PluginFailure(plugin, new IllegalStateException("all threads of the plugin are busy", e));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new PluginFailure(plugin, e);
        }
    }

    private PluginFailure failed(Throwable cause) {
        failures.incrementAndGet();
        lastFailure.set(cause.toString());
        if (failuresInARow.incrementAndGet() >= PATIENCE) {
            suspendedUntil.set(clock.instant().plus(SUSPENSION));
            failuresInARow.set(PATIENCE - 1);
        }
        return new PluginFailure(plugin, cause);
    }

    public String plugin() {
        return plugin;
    }

    public boolean suspended() {
        return clock.instant().isBefore(suspendedUntil.get());
    }

    public long calls() {
        return calls.get();
    }

    public long failures() {
        return failures.get();
    }

    /** The last failure in words, empty where there was none. */
    public String lastFailure() {
        return lastFailure.get();
    }
}
