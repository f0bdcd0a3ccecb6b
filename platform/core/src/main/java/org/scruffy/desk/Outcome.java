package org.scruffy.desk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.scruffy.rule.Conflict;

/**
 * What came of some edits.
 *
 * @param results one for each edit, in their order
 * @param conflicts of every break that was given something, also those that were there before
 * @param revisions of the weeks that changed, by {@code feed@Monday}
 */
public record Outcome(
        UUID command, boolean dryRun, List<Result> results, List<Conflict> conflicts, Map<String, Long> revisions) {

    /**
     * One edit.
     *
     * @param id of what it made or changed, empty where that is not one thing
     * @param version of that now, null where it has none
     * @param refused why it was not done, empty where it was
     */
    public record Result(String op, String id, Integer version, Optional<EditRefused> refused) {

        static Result done(String op, long id, Integer version) {
            return new Result(op, "" + id, version, Optional.empty());
        }

        static Result done(String op) {
            return new Result(op, "", null, Optional.empty());
        }

        static Result refused(String op, EditRefused why) {
            return new Result(op, "", null, Optional.of(why));
        }
    }
}
