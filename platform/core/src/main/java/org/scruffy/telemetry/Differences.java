package org.scruffy.telemetry;

import java.util.List;
import org.scruffy.spi.telemetry.Contrast.Side;

/**
 * What tells the selected events from their baseline.
 *
 * @param selection the events selected
 * @param baseline those they are compared with
 * @param selectionEvidence how many independent observations the selected events are worth
 * @param baselineEvidence how many the baseline is worth
 * @param columns what differs: first what is significant, by how much it differs at least; then what may be chance, by p; last what
 *     is true by construction. A column that says the same as one before it is told there only
 * @param compared how many columns were compared
 * @param warnings what to know before anything is believed
 */
public record Differences(
        Side selection,
        Side baseline,
        double selectionEvidence,
        double baselineEvidence,
        List<Difference> columns,
        int compared,
        List<String> warnings) {

    public Differences {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }
}
