package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * What was promised to an underwriter. A request needs name and underwriter only.
 *
 * @param underwriter the id
 * @param state DRAFT, APPROVED, ON_HOLD or ENDED
 * @param version for {@code If-Match}
 */
public record OrderDocument(
        String id,
        String name,
        String underwriter,
        String underwriterName,
        String state,
        List<LineDocument> lines,
        Boolean deleted,
        Integer version) {

    @JsonbCreator
    public OrderDocument {}

    /**
     * To which state an order goes.
     *
     * @param reason in words, for the audit; may be left out
     */
    public record Step(String state, String reason) {

        @JsonbCreator
        public Step {}
    }
}
