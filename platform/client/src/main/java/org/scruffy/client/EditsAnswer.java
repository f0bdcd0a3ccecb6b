package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;
import java.util.Map;

/**
 * What came of changes to the schedule.
 *
 * @param command its id, as in the list of commands and in the audit
 * @param results one for each edit, in their order
 * @param conflicts of every break that was given something, also those that were there before
 * @param revisions of the weeks that changed, by {@code feed@Monday}
 */
public record EditsAnswer(
        String command,
        boolean dryRun,
        List<EditResult> results,
        List<ConflictDocument> conflicts,
        Map<String, Long> revisions) {

    /**
     * One edit.
     *
     * @param status {@code DONE} or {@code REFUSED}
     * @param id of what it made or changed, empty where that is not one thing
     * @param version of that now, left out where it has none
     * @param problem why it was refused, left out where it was not
     */
    public record EditResult(String op, String status, String id, Integer version, Problem problem) {

        @JsonbCreator
        public EditResult {}
    }

    @JsonbCreator
    public EditsAnswer {
        results = List.copyOf(results);
        conflicts = List.copyOf(conflicts);
        revisions = Map.copyOf(revisions);
    }
}
