package org.scruffy.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.scruffy.spi.telemetry.Event;

/**
 * The one span of a request. Whoever works on the request finds it as the current span and may add to it, but only the code
 * that started it ends it and says whether it failed: the container's JAX-RS listener would end it while the answer is still
 * on its way, and call every refused request an error.
 */
public final class ServerSpan implements Span {

    private static final ContextKey<ServerSpan> CURRENT = ContextKey.named("scruffy-server-span");
    private static final int SERVER_ERROR = 500;
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.status_code");
    private static final AttributeKey<Long> STATEMENT_COUNT = AttributeKey.longKey("db.statement_count");
    private static final AttributeKey<Long> STATEMENTS = AttributeKey.longKey("db.statements");
    private static final AttributeKey<String> PLAN = AttributeKey.stringKey("plan");
    private static final AttributeKey<Long> BUDGET = AttributeKey.longKey("plan.budget");
    private static final AttributeKey<Boolean> EXCEEDED = AttributeKey.booleanKey("plan.exceeded");

    private final Tracer tracer;
    private final SpanBuilder builder;
    private final String method;
    private final boolean continues;
    private final Instant started = Instant.now();
    private final long began = System.nanoTime();
    private final LongAdder statements = new LongAdder();
    private final Scope scope;
    /** Started when somebody asks for it: of most requests of players nobody does. */
    private Span span;

    private Context within;
    private boolean left;
    private String route = "";
    private String plan = "none";
    private int mostStatements = Integer.MAX_VALUE;

    private ServerSpan(Tracer tracer, Context caller, SpanKind kind, String method, String target) {
        this.tracer = tracer;
        this.method = method;
        this.continues = Span.fromContext(caller).getSpanContext().isValid();
        this.builder = tracer.spanBuilder(method)
                .setParent(caller)
                .setSpanKind(kind)
                .setStartTimestamp(started)
                .setAttribute("http.method", method)
                .setAttribute("http.target", target);
        this.scope = scope(caller.with(this).with(CURRENT, this));
    }

    private synchronized Span span() {
        if (span == null) {
            span = builder.startSpan();
        }
        return span;
    }

    @SuppressWarnings("MustBeClosedChecker") // closed in leave
    private static Scope scope(Context context) {
        return context.makeCurrent();
    }

    /**
     * Starts the span of a request and makes it current on this thread until {@link #leave}. There is none unless it is {@link #known} or finished.
     *
     * @param caller the context the request came with
     */
    public static ServerSpan start(Tracer tracer, Context caller, String method, String target) {
        return new ServerSpan(tracer, caller, SpanKind.SERVER, method, target);
    }

    /**
     * Starts the span of a request that is served within this one, on this thread: with a route, a plan and a count of statements of
     * its own. Nobody else waits for it, so it is no server's span.
     */
    public ServerSpan within(String innerMethod, String target) {
        return new ServerSpan(tracer, Context.current(), SpanKind.INTERNAL, innerMethod, target);
    }

    /** The span of the request that is served here, if one is. */
    public static Optional<ServerSpan> served() {
        return Optional.ofNullable(Context.current().get(CURRENT));
    }

    static void countStatement() {
        ServerSpan served = Context.current().get(CURRENT);
        if (served != null) {
            served.statements.increment();
        }
    }

    /** What a span begins in that is made now. Below the request itself it goes by the clock of its span, and makes none of its own. */
    static Context parent() {
        Context here = Context.current();
        return Span.fromContext(here) instanceof ServerSpan served ? served.within() : here;
    }

    private synchronized Context within() {
        if (within == null) {
            within = Context.root().with(span());
        }
        return within;
    }

    /** Where what this thread works on came in: the route of a request, or the name of the span that is open here; empty where there is none. */
    static String entry() {
        Context here = Context.current();
        ServerSpan served = here.get(CURRENT);
        if (served != null) {
            return served.route;
        }
        return Span.fromContext(here) instanceof ReadableSpan open ? open.getName() : "";
    }

    /** The pattern of paths that the request's path meets: {@code /api/week/{date}}. */
    public void route(String pattern) {
        route = pattern;
    }

    /**
     * Says by which fetch plan the request is answered.
     *
     * @param name of the plan
     * @param most how many statements the whole request may take by it
     */
    public void plan(String name, int most) {
        plan = name;
        mostStatements = most;
    }

    /** How many statements the request has taken so far. */
    public long statements() {
        return statements.sum();
    }

    /** The pattern of the route, empty while nobody named it. */
    public String route() {
        return route;
    }

    /** Whether somebody else knows of this span: something within it, or whoever was told its name. */
    public synchronized boolean known() {
        return span != null;
    }

    /** Whether the trace is one that the caller began. */
    public boolean continues() {
        return continues;
    }

    /** How long the request has been served. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** This thread does something else from now on, as it does when a request waits for its answer. */
    public void leave() {
        if (!left) {
            left = true;
            scope.close();
        }
    }

    /** Says that the span stands for so many requests like it. */
    public void standsFor(int requests) {
        if (requests > 1) {
            span().setAttribute(Event.SAMPLE_RATE, requests);
        }
    }

    /**
     * Ends the span; on another thread after {@link #leave} only.
     *
     * @param status of the answer, 0 where it is not known
     */
    public void finish(int status) {
        leave();
        Span ended = span();
        if (!route.isEmpty()) {
            ended.setAttribute(ROUTE, route);
            ended.updateName(method + " " + route);
        }
        if (status > 0) {
            ended.setAttribute(STATUS, (long) status);
        }
        if (status >= SERVER_ERROR) {
            ended.setStatus(StatusCode.ERROR);
        }
        statements(ended, statements.sum());
        // the span's own clock began with it, which may be now, and goes by the millisecond
        ended.end(started.plus(age()));
    }

    private void statements(Span ended, long used) {
        ended.setAttribute(STATEMENT_COUNT, used);
        ended.setAttribute(STATEMENTS, used);
        ended.setAttribute(PLAN, plan);
        if (mostStatements < Integer.MAX_VALUE) {
            ended.setAttribute(BUDGET, (long) mostStatements);
            ended.setAttribute(EXCEEDED, used > mostStatements);
        }
        if (used > mostStatements) {
            ended.addEvent("plan exceeded", Attributes.of(PLAN, plan, BUDGET, (long) mostStatements, STATEMENTS, used));
        }
    }

    @Override
    public <T> Span setAttribute(AttributeKey<T> key, T value) {
        if (!key.getKey().equals("error")) {
            span().setAttribute(key, value);
        }
        return this;
    }

    @Override
    public Span addEvent(String name, Attributes attributes) {
        span().addEvent(name, attributes);
        return this;
    }

    @Override
    public Span addEvent(String name, Attributes attributes, long timestamp, TimeUnit unit) {
        span().addEvent(name, attributes, timestamp, unit);
        return this;
    }

    @Override
    public Span setStatus(StatusCode status, String description) {
        return this;
    }

    @Override
    public Span recordException(Throwable exception, Attributes more) {
        span().recordException(exception, more);
        return this;
    }

    @Override
    public Span updateName(String name) {
        return this;
    }

    @Override
    public void end() {}

    @Override
    public void end(long timestamp, TimeUnit unit) {}

    @Override
    public SpanContext getSpanContext() {
        return span().getSpanContext();
    }

    @Override
    public boolean isRecording() {
        return span().isRecording();
    }
}
