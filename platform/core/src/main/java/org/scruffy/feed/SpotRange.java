package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A spot as players are told of it: an EXT-X-DATERANGE (draft-pantos-hls-rfc8216bis section 4.4.5.1) that is listed as long as
 * any of its segments is, says how long it is to be, and when that is known, how long it was.
 *
 * @param id never used for another airing
 * @param aired how long it was, empty while it airs
 */
record SpotRange(String id, PodSpot spot, Instant start, Duration planned, Optional<Duration> aired) {

    static final String CLASS = "org.scruffy.spot";

    /**
     * @param position of the spot in the break
     * @param last how many segments of the pod have aired
     */
    static Optional<SpotRange> of(Avail avail, Splice splice, int position, int last) {
        int[] segments = IntStream.range(0, splice.pod().size())
                .filter(i -> splice.pod().get(i).position() == position)
                .toArray();
        return avail.spots().stream()
                .filter(spot -> spot.position() == position && segments.length > 0)
                .map(spot -> of(avail, splice, spot, segments[0], segments[segments.length - 1] + 1, last))
                .findFirst();
    }

    private static SpotRange of(Avail avail, Splice splice, PodSpot spot, int from, int to, int last) {
        Instant start = splice.start(from);
        boolean over = last >= to || splice.end().isPresent();
        return new SpotRange(
                "spot-" + avail.id() + '-' + spot.position(),
                spot,
                // the same in all renditions, though their segments' edges are not quite (6.2.4-M2i)
                avail.start().plus(Duration.between(splice.start(), start)),
                Duration.between(start, splice.start(to)),
                over ? Optional.of(Duration.between(start, splice.start(Math.min(last, to)))) : Optional.empty());
    }

    String tag() {
        return "#EXT-X-DATERANGE:ID=\"" + id + "\",CLASS=\"" + CLASS + "\",START-DATE=\"" + ProgramDateTime.write(start)
                + "\",PLANNED-DURATION=" + Timeline.seconds(planned)
                + aired.map(length -> ",DURATION=" + Timeline.seconds(length)).orElse("")
                + ",X-AD-ID=\"" + quoted(spot.adId()) + "\",X-TITLE=\"" + quoted(spot.title()) + '"';
    }

    /** A quoted string holds neither quotes nor line ends. */
    private static String quoted(String text) {
        return text.replace('"', '\'').replaceAll("\\p{Cntrl}", " ");
    }
}
