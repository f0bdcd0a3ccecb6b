package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * What an origin's rendition lists, as Scruffy keeps it: a segment stays what it was when it was first seen.
 *
 * @param playlist the newest version
 */
record Window(MediaPlaylist playlist) {

    /** How a newly fetched version follows. */
    enum Step {
        /** The same life of the origin goes on. */
        FOLLOWS,
        /** An older version, as a cache between may hand out. */
        STALE,
        /** Numbers fell or mean something else: the encoder started anew. */
        RESET
    }

    List<Segment> segments() {
        return playlist.segments();
    }

    Segment first() {
        return segments().get(0);
    }

    Segment last() {
        return segments().get(segments().size() - 1);
    }

    Instant edge() {
        return last().end();
    }

    Step step(MediaPlaylist next) {
        Segment nextLast = next.segments().get(next.segments().size() - 1);
        if (contradicts(next)) {
            return Step.RESET;
        }
        if (nextLast.sequence() < first().sequence()) {
            return Step.RESET;
        }
        return nextLast.sequence() < last().sequence() ? Step.STALE : Step.FOLLOWS;
    }

    private boolean contradicts(MediaPlaylist next) {
        long from = first().sequence();
        return next.segments().stream()
                .filter(segment -> segment.sequence() >= from && segment.sequence() <= last().sequence())
                .anyMatch(segment -> !path(segment).equals(path(segments().get((int) (segment.sequence() - from)))));
    }

    /** A token in the query may change from fetch to fetch. */
    private static String path(Segment segment) {
        int query = segment.uri().indexOf('?');
        return query < 0 ? segment.uri() : segment.uri().substring(0, query);
    }

    /**
     * The next version's window. Segments seen before stay as they were; new ones carry on the discontinuity number even where
     * the origin forgets EXT-X-DISCONTINUITY-SEQUENCE.
     */
    Window followedBy(MediaPlaylist next) {
        List<Segment> merged = new ArrayList<>();
        long from = first().sequence();
        for (Segment segment : next.segments()) {
            long index = segment.sequence() - from;
            if (index >= 0 && index < segments().size()) {
                merged.add(segments().get((int) index));
            } else {
                merged.add(numbered(segment, merged));
            }
        }
        return new Window(new MediaPlaylist(next.targetDuration(), next.dated(), next.ended(), merged));
    }

    private Segment numbered(Segment segment, List<Segment> merged) {
        Segment before = merged.isEmpty() ? last() : merged.get(merged.size() - 1);
        long lowest = before.discontinuity() + (segment.discontinuous() ? 1 : 0);
        boolean follows = segment.sequence() == before.sequence() + 1;
        long number = follows ? lowest : Math.max(lowest, segment.discontinuity());
        return number == segment.discontinuity()
                ? segment
                : new Segment(
                        segment.sequence(), number, segment.uri(), segment.start(), segment.length(), segment.tags());
    }

    /** The window up to an edge: what the renditions have in common. */
    Window until(Instant edge) {
        Instant limit = edge.plus(Timeline.TOLERANCE);
        List<Segment> kept = segments().stream()
                .filter(segment -> !segment.end().isAfter(limit))
                .toList();
        return kept.isEmpty() || kept.size() == segments().size()
                ? this
                : new Window(new MediaPlaylist(playlist.targetDuration(), playlist.dated(), false, kept));
    }

    boolean encrypted() {
        return segments().stream()
                .flatMap(segment -> segment.tags().stream())
                .anyMatch(tag -> tag.startsWith("#EXT-X-KEY:") && !tag.contains("METHOD=NONE"));
    }

    boolean fragmented() {
        return segments().stream()
                .flatMap(segment -> segment.tags().stream())
                .anyMatch(tag -> tag.startsWith("#EXT-X-MAP"));
    }

    Duration length() {
        return Duration.between(first().start(), edge());
    }
}
