package org.scruffy.telemetry;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Retries;
import org.scruffy.spi.telemetry.Telemetry;

/** The platform's telemetry: spans of OpenTelemetry, as MicroProfile Telemetry brings it. */
@ApplicationScoped
public class OpenTelemetrySpans implements Telemetry {

    private final Tracer tracer;
    private final Jobs jobs;

    protected OpenTelemetrySpans() {
        this(null, null);
    }

    @Inject
    public OpenTelemetrySpans(Tracer tracer, Jobs jobs) {
        this.tracer = tracer;
        this.jobs = jobs;
    }

    void start(@Observes @Priority(Platform.MIGRATE - 1) @Initialized(ApplicationScoped.class) Object event) {
        SqlSpans.tellTo(tracer);
    }

    @Override
    public Span span(String name) {
        return new CurrentSpan(tracer.spanBuilder(name));
    }

    @Override
    public Span job(String name) {
        SpanBuilder root = tracer.spanBuilder(name).setNoParent().setAttribute("job.name", name);
        Retries.repeated().ifPresent(traceId -> root.setAttribute(Retries.OF, traceId));
        return new JobSpan(root, jobs, name);
    }

    @Override
    public <T> Callable<T> carry(Callable<T> task) {
        return Context.current().wrap(task);
    }

    private static class CurrentSpan implements Span {

        private final io.opentelemetry.api.trace.Span span;
        private final Scope scope;

        @SuppressWarnings("MustBeClosedChecker") // closed with the span
        CurrentSpan(SpanBuilder builder) {
            span = builder.startSpan();
            scope = span.makeCurrent();
        }

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

    private static final class JobSpan extends CurrentSpan {

        private final Jobs jobs;
        private final Jobs.Running job;

        JobSpan(SpanBuilder builder, Jobs jobs, String name) {
            super(builder);
            this.jobs = jobs;
            this.job = jobs.begin(name, traceId());
        }

        @Override
        public Span progress(double done) {
            job.progress(done);
            return super.progress(done);
        }

        @Override
        public void close() {
            jobs.end(job);
            super.close();
        }
    }
}
