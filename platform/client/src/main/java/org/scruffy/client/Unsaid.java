package org.scruffy.client;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;

/** Leaves out the headers that a caller gave null for: some implementations send them without a value. */
public class Unsaid implements ClientRequestFilter {

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders()
                .values()
                .removeIf(values -> values.stream().allMatch(value -> value == null || "".equals(value)));
    }
}
