package org.scruffy.telemetry;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.scruffy.spi.telemetry.Telemetry;

/** The platform's telemetry: spans of OpenTelemetry, as MicroProfile Telemetry brings it. */
@ApplicationScoped
public class OpenTelemetrySpans implements Telemetry {

    private final Tracer tracer;

    protected OpenTelemetrySpans() {
        this(null);
    }

    @Inject
    public OpenTelemetrySpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Span span(String name) {
        return start(tracer.spanBuilder(name));
    }

    @Override
    public Span job(String name) {
        return start(tracer.spanBuilder(name).setNoParent().setAttribute("job.name", name));
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the span
    private static Span start(SpanBuilder builder) {
        io.opentelemetry.api.trace.Span span = builder.startSpan();
        return new CurrentSpan(span, span.makeCurrent());
    }

    @Override
    public <T> Callable<T> carry(Callable<T> task) {
        return Context.current().wrap(task);
    }

    private record CurrentSpan(io.opentelemetry.api.trace.Span span, Scope scope) implements Span {

        @Override
        public Span set(String field, String value) {
            span.setAttribute(field, value);
            return this;
        }

        @Override
        public Span set(String field, long value) {
            span.setAttribute(field, value);
            return this;
        }

        @Override
        public Span set(String field, double value) {
            span.setAttribute(field, value);
            return this;
        }

        @Override
        public Span set(String field, boolean value) {
            span.setAttribute(field, value);
            return this;
        }

        @Override
        public Span progress(double done) {
            return set("job.progress", done);
        }

        @Override
        public Span fail(Throwable cause) {
            span.setStatus(StatusCode.ERROR, String.valueOf(cause.getMessage()));
            span.recordException(cause);
            return this;
        }

        @Override
        public String traceId() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}
