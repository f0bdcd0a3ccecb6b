package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * Changes to the schedule of a station: one command, which is undone as one.
 *
 * @param edits carried out in their order, at most 5,000
 * @param atomic all or none, which is so where it is left out; else each for itself
 * @param dryRun tells what would come of it, and changes nothing
 * @param label what people read where they undo it
 * @param reason why a warning does not count
 */
public record EditsDocument(List<EditDocument> edits, Boolean atomic, Boolean dryRun, String label, String reason) {

    @JsonbCreator
    public EditsDocument {
        edits = edits == null ? List.of() : List.copyOf(edits);
    }
}
