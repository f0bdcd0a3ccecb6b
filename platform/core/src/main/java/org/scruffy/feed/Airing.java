package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of the as-run log: one spot that aired.
 *
 * @param station the call sign
 * @param avail the id of the avail
 * @param availKey names the avail, the same on every node
 * @param position the spot's place in the break, from 0
 * @param breakId the schedule's break
 * @param placement the schedule's placement
 * @param adId of the creative
 * @param title of the creative
 * @param plannedStart when the schedule had it
 * @param actualStart when its first frame aired
 * @param length how long it aired
 * @param firstSequence Media Sequence Number of its first segment
 * @param lastSequence Media Sequence Number of its last segment
 * @param reason empty where it aired as it is, otherwise what happened, for example CUT_SHORT
 * @param proof of it, empty in rows that were written before there were any
 */
public record Airing(
        String station,
        String feed,
        long avail,
        String availKey,
        int position,
        String breakId,
        String placement,
        String adId,
        String title,
        Instant plannedStart,
        Instant actualStart,
        Duration length,
        long firstSequence,
        long lastSequence,
        String reason,
        Optional<Proof> proof) {

    Airing proven(Proof by) {
        return new Airing(
                station,
                feed,
                avail,
                availKey,
                position,
                breakId,
                placement,
                adId,
                title,
                plannedStart,
                actualStart,
                length,
                firstSequence,
                lastSequence,
                reason,
                Optional.of(by));
    }
}
