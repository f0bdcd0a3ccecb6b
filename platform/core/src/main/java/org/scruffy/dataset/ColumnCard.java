package org.scruffy.dataset;

import java.time.Instant;
import java.util.Optional;
import org.scruffy.spi.telemetry.Column;

/**
 * A column of a dataset as people see it.
 *
 * @param type what its values are read as
 * @param mixed whether words came beside numbers or truths: all are kept, and queries read each as what it is asked for
 * @param firstSeen empty where no event had it yet
 * @param lastSeen to the minute
 * @param values how many different ones there were, within some 5 %
 * @param hidden whether people do not want to be offered it
 */
public record ColumnCard(
        String dataset,
        String id,
        String name,
        Column.Type type,
        boolean mixed,
        Optional<Instant> firstSeen,
        Optional<Instant> lastSeen,
        long values,
        String description,
        boolean hidden,
        Instant created,
        Instant updated) {}
