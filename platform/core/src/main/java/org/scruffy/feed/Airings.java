package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which spots of a feed have aired to their end, for the as-run log: each once. */
final class Airings {

    private static final int KEPT = 40;

    private final String station;
    private final String feed;
    private final Ledger ledger;
    private final Set<String> logged = new HashSet<>();
    private final List<Missed> missed = new ArrayList<>();

    Airings(String station, String feed, Ledger ledger, AirRecords records) {
        this.station = station;
        this.feed = feed;
        this.ledger = ledger;
        ledger.avails()
                .forEach(avail ->
                        records.logged(avail.id()).forEach(position -> logged.add(avail.id() + "/" + position)));
    }

    /** Numbers that no playlist has listed. */
    private record Missed(String rendition, long from, long to) {}

    /** The origin was out of reach for longer than its window: what would have aired meanwhile nobody has seen. */
    void published(String rendition, List<Line> published) {
        long last = ledger.numbering(rendition).sequence();
        if (last >= 0 && !published.isEmpty() && published.get(0).sequence() > last + 1) {
            missed.add(new Missed(rendition, last + 1, published.get(0).sequence() - 1));
        }
        while (missed.size() > KEPT) {
            missed.remove(0);
        }
    }

    /** How many of the first segments of a pod have been seen, where a break went on after nobody saw any. */
    private int seen(Splice splice, String rendition, int aired) {
        return (int) missed.stream()
                .filter(gap -> gap.rendition().equals(rendition))
                .filter(gap -> gap.from() <= splice.sequence(aired - 1) && gap.to() >= splice.sequence(0))
                .mapToLong(gap -> Math.max(0, gap.from() - splice.sequence(0)))
                .min()
                .orElse(aired);
    }

    /** The spots whose last segment has been published and that are not in the as-run log yet. */
    List<Airing> aired(String lead) {
        List<Airing> aired = new ArrayList<>();
        for (Avail avail : ledger.avails()) {
            Splice splice = avail.splices().get(lead);
            if (splice != null && avail.id() > 0) {
                avail.spots().stream()
                        .filter(PodSpot::airs)
                        .filter(spot -> !logged.contains(avail.id() + "/" + spot.position()))
                        .forEach(spot -> airing(avail, splice, spot, lead).ifPresent(aired::add));
            }
        }
        return aired;
    }

    /** The row of a spot stands in the log. */
    void logged(Airing airing) {
        logged.add(airing.avail() + "/" + airing.position());
    }

    private Optional<Airing> airing(Avail avail, Splice splice, PodSpot spot, String lead) {
        int first = -1;
        int after = -1;
        for (int i = 0; i < splice.pod().size(); i++) {
            if (splice.pod().get(i).position() == spot.position()) {
                first = first < 0 ? i : first;
                after = i + 1;
            }
        }
        int aired = Math.min(after, splice.end().map(Splice.End::aired).orElse(after));
        if (aired > 0) {
            aired = Math.min(aired, seen(splice, lead, aired));
        }
        if (first < 0
                || aired <= first
                || splice.sequence(aired - 1) > ledger.numbering(lead).sequence()) {
            return Optional.empty();
        }
        Instant planned = avail.at()
                .plus(avail.spots().stream()
                        .filter(other -> other.position() < spot.position())
                        .map(PodSpot::length)
                        .reduce(Duration.ZERO, Duration::plus));
        return Optional.of(new Airing(
                station,
                feed,
                avail.id(),
                avail.key(),
                spot.position(),
                avail.breakId(),
                spot.placement(),
                spot.adId(),
                spot.title(),
                planned,
                splice.start(first),
                Duration.between(splice.start(first), splice.start(aired)),
                splice.sequence(first),
                splice.sequence(aired - 1),
                aired < after || spot.fill() == Fill.CUT_SPOT ? "CUT_SHORT" : "",
                Optional.of(Proof.of(avail, splice, spot, first, aired))));
    }
}
