package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.scruffy.spi.feed.Segment;

/**
 * What one avail does to one rendition: from the origin's segment {@code first} on its pod airs, until the origin's segment
 * {@code end.origin()}. Both are written once, and everything the timeline needs to number is in them: no replay, no clock.
 *
 * @param first origin Media Sequence Number of the first segment that is replaced
 * @param start when that segment starts
 * @param before what is added to the origin's numbers before it
 * @param discontinuity the Discontinuity Sequence Number of the pod's first segment
 * @param pod every segment of the pod in air order; an early return leaves the last ones out
 */
record Splice(long first, Instant start, Shift before, long discontinuity, List<AdSegment> pod, Optional<End> end) {

    /** Later than this after the pod's end, no segment that follows on it can start. */
    private static final Duration GAP = Duration.ofSeconds(15);

    /**
     * How a splice ends.
     *
     * @param origin origin Media Sequence Number of the first segment that airs again
     * @param aired how many segments of the pod air
     * @param after what is added to the origin's numbers from there on
     */
    record End(long origin, int aired, Shift after) {}

    Splice {
        start = start.truncatedTo(ChronoUnit.MICROS);
        pod = List.copyOf(pod);
    }

    /**
     * The splice at a segment of the origin.
     *
     * @param discontinuity that of whatever airs before it
     */
    static Splice at(Segment segment, Shift before, long discontinuity, List<AdSegment> pod) {
        return new Splice(segment.sequence(), segment.start(), before, discontinuity + 1, pod, Optional.empty());
    }

    /** The same, ended at a segment of the origin after so many segments of the pod: none, and nothing was spliced. */
    Splice ended(Segment segment, int aired) {
        Shift after = aired == 0 ? before : after(segment, aired);
        return new Splice(
                first, start, before, discontinuity, pod, Optional.of(new End(segment.sequence(), aired, after)));
    }

    private Shift after(Segment segment, int aired) {
        // where segments were missed, the origin's own count goes on
        long counted = gap(segment) ? segment.sequence() + before.sequence() : 0;
        return new Shift(
                Math.max(sequence(aired), counted) - segment.sequence(),
                discontinuity(aired - 1) + 1 - segment.discontinuity());
    }

    private boolean gap(Segment segment) {
        return segment.sequence() == first || !segment.start().isBefore(podEnd().plus(GAP));
    }

    /** The same, cut where the origin started anew after so many segments of the pod: its numbers mean nothing any more. */
    Splice cut(int aired) {
        return new Splice(first, start, before, discontinuity, pod, Optional.of(new End(first, aired, before)));
    }

    /** Ended where another rendition's splice ended, for a rendition that is out of sight: its numbers are taken to be the same. */
    Splice endedLike(Splice other) {
        return new Splice(first, start, before, discontinuity, pod, other.end());
    }

    /** Whether a segment of the origin does not air. */
    boolean replaces(long origin) {
        return first <= origin && (end.isEmpty() || origin < end.get().origin());
    }

    /** Whether a segment of the origin is the first to air again after the pod. */
    boolean returns(long origin) {
        return end.isPresent() && end.get().aired() > 0 && end.get().origin() == origin;
    }

    /** The Media Sequence Number of a segment of the pod. */
    long sequence(int index) {
        return first + before.sequence() + index;
    }

    /** The Discontinuity Sequence Number of a segment of the pod: positions have holes where spots were left out. */
    long discontinuity(int index) {
        return discontinuity
                + IntStream.rangeClosed(1, index).filter(this::starts).count();
    }

    /** Whether a spot of the pod starts with a segment. */
    boolean starts(int index) {
        return index == 0 || pod.get(index).position() != pod.get(index - 1).position();
    }

    /** When a segment of the pod starts; for one after the last, when the pod ends. */
    Instant start(int index) {
        return start.plus(pod.subList(0, index).stream().map(AdSegment::length).reduce(Duration.ZERO, Duration::plus));
    }

    Instant podEnd() {
        return start(pod.size());
    }

    /** When the spot is over that is on air at an instant. */
    Instant endOfSpotAt(Instant at) {
        Instant edge = start;
        for (int i = 0; i < pod.size(); i++) {
            if (starts(i) && !edge.isBefore(at.minus(Timeline.TOLERANCE))) {
                return edge;
            }
            edge = edge.plus(pod.get(i).length());
        }
        return edge;
    }

    /** How many segments of the pod are over at an instant, give or take a tolerance. */
    int over(Instant edge, Duration tolerance) {
        Instant end = start;
        for (int i = 0; i < pod.size(); i++) {
            end = end.plus(pod.get(i).length());
            if (end.isAfter(edge.plus(tolerance))) {
                return i;
            }
        }
        return pod.size();
    }
}
