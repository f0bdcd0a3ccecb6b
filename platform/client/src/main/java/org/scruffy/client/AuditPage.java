package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which rows were changed at a station, latest first.
 *
 * @param next what to give as {@code after} for the next page; left out at the end
 */
public record AuditPage(List<Entry> entries, String next) {

    /**
     * @param action {@code add}, {@code change} or {@code remove}, or a verb
     * @param entity for example {@code slot}, {@code break}, {@code spot}, {@code day}
     * @param before the row, left out where there was none
     * @param after the row, left out where there is none any more
     * @param command the same for everything that was changed at once
     */
    public record Entry(
            String id,
            Instant at,
            String actor,
            String action,
            String entity,
            String entityId,
            Map<String, Object> before,
            Map<String, Object> after,
            String command,
            String traceId,
            String reason) {

        @JsonbCreator
        public Entry {}
    }

    @JsonbCreator
    public AuditPage {
        entries = List.copyOf(entries);
    }
}
