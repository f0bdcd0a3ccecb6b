package org.scruffy.rule;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What somebody wants a rule to be, as they wrote it.
 *
 * @param scope NETWORK, STATION or FEED
 * @param feed for a rule of one feed, its name; empty else
 * @param type a {@link RuleType}
 * @param params a JSON object
 * @param severity BLOCK or WARN
 */
public record RuleDraft(
        String scope,
        String feed,
        String type,
        String params,
        String severity,
        Optional<LocalDate> from,
        Optional<LocalDate> until) {}
