package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The decision about one break of a feed, written once.
 *
 * @param id of its row, 0 where it could not be written
 * @param key names it, the same on every node
 * @param epoch of the origin's numbers
 * @param at when the break was to start
 * @param planned how long it was to be, zero where nobody said
 * @param breakId the schedule's break, empty where there is none
 * @param reason why the network feed stays, empty where spots air
 * @param spots of the break in their order
 * @param splices by rendition, empty where the network feed stays
 */
record Avail(
        long id,
        String key,
        int epoch,
        Instant at,
        Duration planned,
        String breakId,
        String reason,
        List<PodSpot> spots,
        Map<String, Splice> splices) {

    Avail {
        spots = List.copyOf(spots);
        splices = Map.copyOf(splices);
    }

    static Avail network(String key, int epoch, Instant at, Duration planned, String breakId, String reason) {
        return new Avail(0, key, epoch, at, planned, breakId, reason, List.of(), Map.of());
    }

    boolean stitched() {
        return !splices.isEmpty();
    }

    boolean open() {
        return splices.values().stream().anyMatch(splice -> splice.end().isEmpty());
    }

    Avail withId(long written) {
        return new Avail(written, key, epoch, at, planned, breakId, reason, spots, splices);
    }

    Avail unstitched(String why) {
        return new Avail(id, key, epoch, at, planned, breakId, why, spots, Map.of());
    }

    Avail ended(Map<String, Splice> ended) {
        return new Avail(id, key, epoch, at, planned, breakId, reason, spots, ended);
    }

    /** When its first spot starts, or when the break was to start. */
    Instant start() {
        return splices.values().stream()
                .map(Splice::start)
                .min(Instant::compareTo)
                .orElse(at);
    }

    String left() {
        return spots.stream()
                .filter(spot -> !spot.airs())
                .map(spot -> spot.adId() + ": " + spot.leftOut())
                .collect(Collectors.joining("; "));
    }

    Map<String, Splice> byRendition() {
        return new TreeMap<>(splices);
    }
}
