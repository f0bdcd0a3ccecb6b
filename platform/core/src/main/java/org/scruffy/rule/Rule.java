package org.scruffy.rule;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What is asked of spots.
 *
 * @param scope where it holds
 * @param callSign of the station it is for; empty where it is the network's
 * @param feed the name of the feed it is for; empty where it is for more than one
 * @param params as JSON, as {@link RuleType#params} says
 * @param from the first local day on which it holds; empty for since ever
 * @param until the last local day on which it holds; empty for for ever
 * @param enabled false after it was deleted
 */
public record Rule(
        long id,
        Scope scope,
        String callSign,
        String feed,
        RuleType type,
        String params,
        Severity severity,
        Optional<LocalDate> from,
        Optional<LocalDate> until,
        boolean enabled,
        int version) {

    RuleParams read() {
        return RuleParams.of(type, params);
    }

    boolean holdsOn(LocalDate day) {
        return from.filter(day::isBefore).isEmpty()
                && until.filter(day::isAfter).isEmpty();
    }
}
