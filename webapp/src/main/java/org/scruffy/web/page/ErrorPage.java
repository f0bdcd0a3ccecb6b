package org.scruffy.web.page;

import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** What went wrong, in words and with the trace that tells more. */
@Named
@RequestScoped
public class ErrorPage {

    private final HttpServletRequest request;

    protected ErrorPage() {
        this(null);
    }

    @Inject
    public ErrorPage(HttpServletRequest request) {
        this.request = request;
    }

    private int status() {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status ? status : 404;
    }

    public String getTitle() {
        return switch (status()) {
            case 403 -> "This is not for your role";
            case 409 -> "This page has been open for too long";
            case 404 -> "There is no such page";
            case 400, 405, 413 -> "This request makes no sense here";
            default -> "Something went wrong";
        };
    }

    public String getWords() {
        return switch (status()) {
            case 403 -> "Ask an administrator of the station for the role you need.";
            case 409 -> "Nothing was changed. Load the page again and repeat what you did.";
            case 404 -> "The address may be old or mistyped.";
            case 400, 405, 413 -> "Nothing was changed.";
            default -> "It is not your fault. The trace below tells an engineer what happened.";
        };
    }

    public String getTrace() {
        String trace = Span.current().getSpanContext().getTraceId();
        return trace.matches("0+") ? "" : trace;
    }
}
