package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/**
 * What an origin's rendition lists, as Scruffy keeps it: a segment stays what it was when it was first seen.
 *
 * @param playlist the newest version; where a segment has begun that is not whole yet, it is the last and has no address
 * @param parts of the segments
 */
record Window(MediaPlaylist playlist, Parts parts) {

    Window(MediaPlaylist playlist) {
        this(playlist, Parts.NONE);
    }

    /** The first version's window. Tags that stand twice before a segment are written once, and so count once. */
    static Window of(MediaPlaylist playlist) {
        List<Segment> counted = new ArrayList<>();
        for (Segment segment : playlist.segments()) {
            long number = counted.isEmpty()
                    ? segment.discontinuity()
                    : counted.get(counted.size() - 1).discontinuity() + (segment.discontinuous() ? 1 : 0);
            counted.add(numbered(segment, number));
        }
        return new Window(new MediaPlaylist(playlist.targetDuration(), playlist.dated(), playlist.ended(), counted));
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

    /** A token in the query may change from fetch to fetch. */
    static String path(Segment segment) {
        int query = segment.uri().indexOf('?');
        return query < 0 ? segment.uri() : segment.uri().substring(0, query);
    }

    /**
     * The first version's window after a restart: its discontinuity numbers go on from a segment that was seen before it.
     * Empty where the origin has started anew in between.
     */
    Optional<Window> after(OriginMark mark) {
        if (mark.sequence() < 0) {
            return Optional.of(this);
        }
        if (last().sequence() < mark.sequence()) {
            return Optional.empty();
        }
        long index = mark.sequence() - first().sequence();
        if (index < 0) {
            long lowest = mark.discontinuity() + (first().discontinuous() ? 1 : 0);
            return Optional.of(raised(Math.max(0, lowest - first().discontinuity())));
        }
        Segment seen = segments().get((int) index);
        return mark.path().isEmpty() || mark.path().equals(path(seen))
                ? Optional.of(raised(mark.discontinuity() - seen.discontinuity()))
                : Optional.empty();
    }

    /** The newest segment that was over at an instant, by the dates; none where they have nothing to do with each other. */
    OriginMark markOf(Instant edge) {
        if (!playlist.dated() || last().end().isBefore(edge.minus(length()))) {
            return OriginMark.NONE;
        }
        return segments().stream()
                .filter(segment -> !segment.start().isBefore(edge.minus(Timeline.TOLERANCE)))
                .findFirst()
                .map(OriginMark::before)
                .orElseGet(() -> OriginMark.at(last()));
    }

    private Window raised(long by) {
        List<Segment> raised = segments().stream()
                .map(segment -> numbered(segment, segment.discontinuity() + by))
                .toList();
        return new Window(new MediaPlaylist(playlist.targetDuration(), playlist.dated(), playlist.ended(), raised));
    }

    /** A segment with the discontinuity number it has after another, whatever the origin says. */
    static Segment numbered(Segment segment, Segment before) {
        long lowest = before.discontinuity() + (segment.discontinuous() ? 1 : 0);
        boolean follows = segment.sequence() == before.sequence() + 1;
        long number = follows ? lowest : Math.max(lowest, segment.discontinuity());
        return numbered(segment, number);
    }

    private static Segment numbered(Segment segment, long number) {
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

    /** What is there of the segment after the last of a shorter window of this one. */
    Optional<Segment> begun(Window shorter, LowLatency low) {
        long next = shorter.last().sequence() + 1;
        return segments().stream()
                .filter(segment -> segment.sequence() == next)
                .findFirst()
                .or(() -> low.begun()
                        .filter(segment -> segment.sequence() == next)
                        .map(segment -> numbered(segment, last())))
                .flatMap(low::soFar);
    }

    /** With a segment that has begun. */
    Window with(Segment begun) {
        List<Segment> all = new ArrayList<>(segments());
        all.add(begun);
        return new Window(new MediaPlaylist(playlist.targetDuration(), playlist.dated(), false, all), parts);
    }

    Window with(Parts cut) {
        return new Window(playlist, cut);
    }

    /** The segment after the last, of which nothing is known but when it begins. */
    Segment next() {
        return new Segment(last().sequence() + 1, last().discontinuity(), "", edge(), Duration.ZERO, List.of());
    }

    /** Without a segment that has only begun. */
    Window whole() {
        return last().uri().isEmpty()
                ? new Window(new MediaPlaylist(
                        playlist.targetDuration(),
                        playlist.dated(),
                        playlist.ended(),
                        segments().subList(0, segments().size() - 1)))
                : this;
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
