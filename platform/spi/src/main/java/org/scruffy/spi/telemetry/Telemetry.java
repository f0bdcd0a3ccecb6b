package org.scruffy.spi.telemetry;

import java.util.concurrent.Callable;

/** Where the platform and its plugins tell what they do. Never throws, never waits. */
public interface Telemetry {

    /**
     * Starts a span below the current span of this thread and makes it current until it is closed:
     *
     * <pre>{@code
     * try (Span span = telemetry.span("origin fetch")) {
     *     span.set("feed", "main");
     * }
     * }</pre>
     */
    Span span(String name);

    /** Starts a root span for work that nobody waits for, and lists it as a background job while it runs. */
    Span job(String name);

    /** Makes the current span the current one wherever the task runs. */
    <T> Callable<T> carry(Callable<T> task);

    /** A thing that happened, with how long it took. Fields are words, numbers or booleans. */
    interface Span extends AutoCloseable {

        Span set(String field, String value);

        Span set(String field, long value);

        Span set(String field, double value);

        Span set(String field, boolean value);

        /** How much of a job is done, 0 to 1. */
        Span progress(double done);

        /** Marks the span as failed and keeps the exception's type, message and stack trace. */
        Span fail(Throwable cause);

        /** 32 lower case hexadecimal digits. */
        String traceId();

        @Override
        void close();
    }
}
