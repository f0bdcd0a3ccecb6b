package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * How long events are kept.
 *
 * @param days for how many days, 1 to 36,525, those of datasets that are not named; 60 until somebody says otherwise
 * @param datasets those that are kept for longer or shorter, each once
 */
public record RetentionDocument(Integer days, List<Own> datasets) {

    /**
     * How long the events of one dataset are kept.
     *
     * @param dataset its slug, empty for events of none
     * @param days 1 to 36,525
     */
    public record Own(String dataset, Integer days) {

        @JsonbCreator
        public Own {}
    }

    @JsonbCreator
    public RetentionDocument {}
}
