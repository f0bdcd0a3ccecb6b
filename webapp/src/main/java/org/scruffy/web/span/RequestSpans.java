package org.scruffy.web.span;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.scruffy.telemetry.Sampling;
import org.scruffy.telemetry.ServerSpan;

/**
 * Starts and ends the span of each request. A listener, because requests that wait end after the filters have. A trace that the caller began goes on.
 *
 * <p>Players ask many thousand times a second, and nothing happens within such a request that a span could tell: of those that
 * were answered well and soon, as many are kept as the operator wants a second.
 */
public class RequestSpans implements ServletRequestListener {

    private static final String SPAN = "scruffy.span";
    private static final Pattern SECRET = Pattern.compile("((?:^|&)(?:key|sentry_key)=)[^&]*");
    private static final int LONGEST_TARGET = 2_000;
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final int REFUSED = 400;

    private final Tracer tracer;
    private final Sampling sampling;

    @Inject
    public RequestSpans(
            Tracer tracer, @ConfigProperty(name = "scruffy.live-spans", defaultValue = "100") int perSecond) {
        this.tracer = tracer;
        this.sampling = new Sampling(perSecond);
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
        String path = path(request);
        if (path.startsWith("/jakarta.faces.resource/")) {
            return;
        }
        request.setAttribute(SPAN, ServerSpan.start(tracer, caller(request), request.getMethod(), target(request)));
    }

    private static Context caller(HttpServletRequest request) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), request, Headers.OF_REQUEST);
    }

    private static String target(HttpServletRequest request) {
        String query = request.getQueryString();
        String target = query == null
                ? request.getRequestURI()
                : request.getRequestURI() + "?" + SECRET.matcher(query).replaceAll("$1…");
        return target.substring(0, Math.min(target.length(), LONGEST_TARGET));
    }

    @Override
    public void requestDestroyed(ServletRequestEvent event) {
        HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
        if (request.getAttribute(SPAN) instanceof ServerSpan span) {
            span.leave();
            if (!waits(request, span)) {
                answered(request, span);
            }
        }
    }

    /** The container calls a request over when it begins to wait. */
    private boolean waits(HttpServletRequest request, ServerSpan span) {
        if (!request.isAsyncStarted()) {
            return false;
        }
        try {
            request.getAsyncContext().addListener(new Waiting(() -> answered(request, span)));
            return true;
        } catch (IllegalStateException e) {
            return false; // answered meanwhile
        }
    }

    private void answered(HttpServletRequest request, ServerSpan span) {
        int status =
                request.getAttribute(Answers.ANSWER) instanceof HttpServletResponse answer ? answer.getStatus() : 0;
        String path = path(request);
        if (Route.isLive(path)) {
            ofAir(request, Route.live(path), span, status);
            return;
        }
        if (span.route().isEmpty()) {
            span.route(Route.ofServlet(request));
        }
        span.finish(status);
    }

    /** Told when a request that waited is over. */
    private record Waiting(Runnable over) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            over.run();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // completes
        }

        @Override
        public void onError(AsyncEvent event) {
            // completes
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }

    private void ofAir(HttpServletRequest request, Route route, ServerSpan span, int status) {
        boolean slow = span.age().compareTo(SLOW) > 0 && !reloads(request);
        boolean kept = span.known() || slow || status >= REFUSED || request.getHeader("traceparent") != null;
        int rate = kept ? 1 : sampling.rate(route.pattern() + ' ' + status);
        if (rate > 1 && ThreadLocalRandom.current().nextInt(rate) > 0) {
            return;
        }
        span.standsFor(rate);
        span.route(route.pattern());
        route.fields().forEach(span::setAttribute);
        span.finish(status);
    }

    /** A blocking reload takes as long as the next segment. */
    private static boolean reloads(HttpServletRequest request) {
        return String.valueOf(request.getQueryString()).contains("_HLS_msn=");
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    private enum Headers implements TextMapGetter<HttpServletRequest> {
        OF_REQUEST;

        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return Collections.list(request.getHeaderNames());
        }

        @Override
        public String get(HttpServletRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }
    }
}
