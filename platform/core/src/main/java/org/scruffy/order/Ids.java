package org.scruffy.order;

import java.util.Optional;

/** Ids as the API writes them. */
final class Ids {

    private Ids() {}

    static Optional<Long> number(String id) {
        return id != null && id.matches("\\d{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
    }

    /** @throws Refused where it is none */
    static long of(String what, String id) {
        return number(id).orElseThrow(() -> Refused.unknown(what, "" + id));
    }
}
