package org.scruffy.web.span;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.inject.Inject;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.regex.Pattern;
import org.scruffy.telemetry.ServerSpan;

/**
 * Starts and ends the span of each request. A listener, because a filter would begin after the container asked who the caller
 * is, which costs statements of its own. A trace that the caller began goes on.
 */
public class RequestSpans implements ServletRequestListener {

    private static final String SPAN = "scruffy.span";
    private static final Pattern SECRET = Pattern.compile("((?:^|&)(?:key|sentry_key)=)[^&]*");
    private static final int LONGEST_TARGET = 2_000;

    @Inject
    private Tracer tracer;

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.startsWith("/jakarta.faces.resource/")) {
            return;
        }
        ServerSpan span = ServerSpan.start(tracer, caller(request), request.getMethod(), target(request));
        Route.ofPath(path).ifPresent(route -> {
            span.route(route.pattern());
            route.fields().forEach(span::setAttribute);
        });
        request.setAttribute(SPAN, span);
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
            int status =
                    request.getAttribute(Answers.ANSWER) instanceof HttpServletResponse answer ? answer.getStatus() : 0;
            if (span.route().isEmpty()) {
                span.route(Route.ofServlet(request));
            }
            span.finish(status);
        }
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
