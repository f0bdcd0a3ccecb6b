package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.Map;

/**
 * What is asked of spots. Of rules of one type about the same, the one of the narrowest scope holds.
 *
 * @param scope NETWORK, STATION or FEED
 * @param feed the name, for a rule of one feed; left out else
 * @param type one of {@code GET /api/v1/rule-types}
 * @param params as the type says
 * @param severity BLOCK or WARN
 * @param from the first local day on which it holds; left out for since ever
 * @param until the last one; left out for for ever
 * @param enabled false after it was deleted; not in requests
 * @param version for {@code If-Match}; not in requests
 */
public record RuleDocument(
        String id,
        String scope,
        String feed,
        String type,
        Map<String, Object> params,
        String severity,
        String from,
        String until,
        Boolean enabled,
        Integer version) {

    @JsonbCreator
    public RuleDocument {}
}
