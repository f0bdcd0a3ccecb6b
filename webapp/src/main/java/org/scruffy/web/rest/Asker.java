package org.scruffy.web.rest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.scruffy.order.Actor;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;

/** Who asks, and what their addresses and documents say, for the resources of orders, creatives and rules. */
@ApplicationScoped
public class Asker {

    private final Access access;

    protected Asker() {
        this(null);
    }

    @Inject
    public Asker(Access access) {
        this.access = access;
    }

    /** Goes on only where the station may be seen. */
    void mayRead(String callSign) {
        access.require(Role.VIEWER, callSign);
    }

    /** Who asks, where they have the role at the station. */
    public Actor actor(Role role, String callSign) {
        access.require(role, callSign);
        SpanContext span = Span.current().getSpanContext();
        return new Actor(
                access.user(), callSign, access.may(role, Grant.EVERYWHERE), span.isValid() ? span.getTraceId() : "");
    }

    /** A text of a document, empty where it was left out. */
    static String text(String value) {
        return value == null ? "" : value;
    }

    /** For documents: a text, left out where it is empty. */
    static String orNothing(String value) {
        return value.isEmpty() ? null : value;
    }

    static <T> T needed(T value, String field, String expected) {
        if (value == null) {
            throw new BadInput(field, "nothing", expected);
        }
        return value;
    }

    static Optional<LocalDate> day(String field, String value) {
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(value));
        } catch (DateTimeParseException e) {
            throw new BadInput(field, value, "a day such as 2026-11-24");
        }
    }
}
