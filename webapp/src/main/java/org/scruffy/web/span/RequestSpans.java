package org.scruffy.web.span;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.scruffy.telemetry.ServerSpan;

/**
 * Starts and ends the span of each request. A listener, because requests that wait end after the filters have. A trace that the caller began goes on.
 */
public class RequestSpans implements ServletRequestListener {

    private static final String SPAN = "scruffy.span";

    @Inject
    private AirSpans spans;

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        HttpServletRequest request = (HttpServletRequest) event.getServletRequest();
        String path = path(request);
        if (path.startsWith("/jakarta.faces.resource/") || isProbe(path)) {
            return;
        }
        ServerSpan span =
                spans.start(request.getMethod(), request.getRequestURI(), request.getQueryString(), request::getHeader);
        if (!Route.isLive(path)) {
            span.route(Route.ofServlet(request)); // a resource names its own later
        }
        request.setAttribute(SPAN, span);
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
            spans.answered(span, path, request.getQueryString(), status);
            return;
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

    /** Asked every few seconds; that it says no while the product starts is no failure of a request. */
    private static boolean isProbe(String path) {
        return path.equals("/health") || path.startsWith("/health/");
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }
}
