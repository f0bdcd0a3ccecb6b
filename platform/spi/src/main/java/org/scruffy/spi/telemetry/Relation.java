package org.scruffy.spi.telemetry;

import java.util.Locale;
import java.util.Optional;

/**
 * Another span of an event's trace, whose columns a query may ask for as {@code root.http.route}. A span is an event with
 * {@code trace.span_id}; it counts wherever in time it is. Of several that fit, the earliest counts, then the one with the least
 * span id.
 */
public enum Relation {
    /** The span without a parent; of itself the root is the root. */
    ROOT,
    PARENT,
    /** The first span below. */
    CHILD,
    /**
     * Some span of the trace. Where filters are put together by AND, all that ask for ANY must be met by the same one, and it is
     * the first of those that gives the values; otherwise each may be met by another, and the first of the trace gives them. ANY2 and ANY3
     * are spans of their own, which may be the same.
     */
    ANY,
    ANY2,
    ANY3,
    /** In filters only: no span of the trace meets all that ask for NONE, or none meets the one where they are put together by OR. */
    NONE;

    /** What names begin with: {@code root.}. */
    public String prefix() {
        return name().toLowerCase(Locale.ROOT) + ".";
    }

    /** The relation that a name begins with, whatever it goes on with. */
    public static Optional<Relation> of(String name) {
        for (Relation relation : values()) {
            if (name.startsWith(relation.prefix())) {
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    /** What a name that begins with this relation goes on with. */
    public String column(String name) {
        return name.substring(prefix().length());
    }
}
