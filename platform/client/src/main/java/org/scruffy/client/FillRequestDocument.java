package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;

/**
 * What is to be filled.
 *
 * @param feed the name of the feed
 * @param week any day of the week, for example {@code 2026-11-24}
 * @param seed of the random numbers; null for 1
 * @param iterations steps of improvement, so that the same can be had again; instead of seconds
 * @param seconds of improvement, 0 to 600; 2 where neither is said
 * @param replaceAuto whether spots of fills before may go and move; null for true
 * @param airReadyOnly whether creatives that are not conditioned stay out; null for true
 * @param filler null for the platform's own
 */
public record FillRequestDocument(
        String feed,
        String week,
        Long seed,
        Long iterations,
        Double seconds,
        Boolean replaceAuto,
        Boolean airReadyOnly,
        String filler) {

    @JsonbCreator
    public FillRequestDocument {}
}
