package org.scruffy.asrun;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of the as-run log.
 *
 * @param placement the spot it shows, empty where none
 * @param outcome what became of that spot, empty where it is not known
 * @param source SCRUFFY or AUTOMATION
 * @param reason why it did not air as planned, empty where it did
 * @param proof where it was we who aired it
 */
public record AsRunRow(
        String id,
        String feed,
        Instant at,
        Duration length,
        String adId,
        String title,
        String source,
        String placement,
        String outcome,
        String reason,
        Optional<Proof> proof) {

    /**
     * What proves that we aired it.
     *
     * @param ticks how long it aired, in 90 kHz
     * @param spliceError from the signalled splice to the boundary it was made at
     */
    public record Proof(
            String avail,
            String availKey,
            String cue,
            Instant plannedStart,
            Duration planned,
            long ticks,
            long firstSequence,
            long lastSequence,
            long discontinuity,
            List<String> renditions,
            String fill,
            Duration spliceError,
            String media,
            String contentHash,
            Optional<Double> loudness,
            String etag,
            String traceId) {}
}
