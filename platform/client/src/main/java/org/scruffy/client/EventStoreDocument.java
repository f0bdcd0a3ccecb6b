package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import java.util.List;

/**
 * What is kept of events, and what could not be.
 *
 * @param full why no events can be kept for the time being, left out where they can
 * @param shed what was sent away
 * @param datasets what each dataset takes, by its name
 */
public record EventStoreDocument(String full, Shed shed, List<Dataset> datasets) {

    /**
     * What this node sent away since its start, with 503 and nothing of it kept; clients bring it again.
     *
     * @param requests how many
     * @param events how many they brought, of those that were read
     * @param lastAt when the last one was, left out where none was
     * @param lastWhy why, left out where none was
     */
    public record Shed(long requests, long events, String lastAt, String lastWhy) {

        @JsonbCreator
        public Shed {}
    }

    /**
     * What a dataset takes.
     *
     * @param dataset its slug, empty for events of none
     * @param events how many there are
     * @param bytes on disk, about
     * @param oldest when the first one was
     * @param newest when the last one was
     * @param keptDays for how many days they are kept
     */
    public record Dataset(String dataset, long events, long bytes, String oldest, String newest, int keptDays) {

        @JsonbCreator
        public Dataset {}
    }

    @JsonbCreator
    public EventStoreDocument {}
}
