package org.scruffy.feed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What proves an airing to whoever doubts it.
 *
 * @param planned how long it was to air
 * @param ticks how long it aired, in 90 kHz
 * @param discontinuity Discontinuity Sequence Number of its segments
 * @param renditions it aired in
 * @param fill what it was there for
 * @param spliceError from the signalled splice to the boundary it was made at, negative where that came first
 * @param cue the signal as the feed carried it, empty where there was none
 * @param media the folder of the creative
 * @param contentHash SHA-256 of the files in it, empty where they could not be read
 * @param loudness of the creative in LUFS, where it was measured
 * @param etag of the first body that listed it, empty where none is known
 * @param traceId of the poll that published that body
 */
public record Proof(
        Duration planned,
        long ticks,
        long discontinuity,
        List<String> renditions,
        Fill fill,
        Duration spliceError,
        String cue,
        String media,
        String contentHash,
        Optional<Double> loudness,
        String etag,
        String traceId) {

    public Proof {
        renditions = List.copyOf(renditions);
    }

    /** What the splice itself says. */
    static Proof of(Avail avail, Splice splice, PodSpot spot, int first, int after) {
        return new Proof(
                spot.length(),
                ticks(Duration.between(splice.start(first), splice.start(after))),
                splice.discontinuity(first),
                avail.byRendition().entrySet().stream()
                        .filter(one -> aired(one.getValue()) > first)
                        .map(Map.Entry::getKey)
                        .toList(),
                Manual.slate(avail) ? Fill.SLATE : spot.fill(),
                Duration.between(avail.at(), splice.start()),
                "",
                "",
                "",
                Optional.empty(),
                "",
                "");
    }

    private static int aired(Splice splice) {
        return splice.end().map(Splice.End::aired).orElse(splice.pod().size());
    }

    /** To the nearest tick. */
    static long ticks(Duration length) {
        return Math.round(length.toNanos() * 9 / 100_000.0);
    }

    Proof seen(String raw, ContentHash.Content content, String body, String trace) {
        return new Proof(
                planned,
                ticks,
                discontinuity,
                renditions,
                fill,
                spliceError,
                raw,
                content.folder(),
                content.hash(),
                loudness,
                body,
                trace);
    }
}
