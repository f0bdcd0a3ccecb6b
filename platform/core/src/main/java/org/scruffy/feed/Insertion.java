package org.scruffy.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scruffy.spi.feed.Segment;

/** What an avail does to one rendition. */
final class Insertion {

    private final Avail avail;
    private final Splice splice;
    /** As it was last told: nothing changes of it but how many segments have aired. */
    private Told told;

    Insertion(Avail avail, Splice splice) {
        this.avail = avail;
        this.splice = splice;
        this.told = told(0);
    }

    Avail avail() {
        return avail;
    }

    Splice splice() {
        return splice;
    }

    /** What there is to tell of it when the origin has come to an edge. */
    Told told(Instant edge) {
        int aired = splice.end().map(Splice.End::aired).orElseGet(() -> splice.over(edge, Timeline.TOLERANCE));
        if (aired != told.segments().size()) {
            told = told(aired);
        }
        return told;
    }

    private Told told(int aired) {
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < aired; i++) {
            AdSegment segment = splice.pod().get(i);
            if (splice.starts(i)) {
                SpotRange.of(avail, splice, segment.position(), aired)
                        .map(range -> Said.of(segment.position(), range))
                        .ifPresent(said::add);
            }
        }
        List<Aired> segments = new ArrayList<>();
        Instant at = splice.start();
        for (AdSegment segment : splice.pod().subList(0, aired)) {
            segments.add(aired(line(segments.size(), segment, at), tags(said, segment.position())));
            at = at.plus(segment.length());
        }
        return new Told(segments, said);
    }

    private static Aired aired(Line line, List<String> tags) {
        return new Aired(line, line.tagged(tags), tags, line.end());
    }

    private Line line(int index, AdSegment segment, Instant at) {
        return new Line(
                splice.sequence(index),
                splice.discontinuity(index),
                splice.starts(index),
                at,
                segment.length(),
                Scope.of(segment.map()),
                "#EXTINF:" + Timeline.seconds(segment.length()) + ",",
                List.of(),
                segment.uri(),
                List.of());
    }

    /**
     * What players are told of the spot at a position.
     *
     * @param until when it was to end
     */
    record Said(int position, SpotRange range, String tag, Instant until) {

        static Said of(int position, SpotRange range) {
            return new Said(position, range, range.tag(), range.start().plus(range.planned()));
        }
    }

    /**
     * A segment that has aired.
     *
     * @param opening as it is where it is the first of its spot that is listed
     * @param tags of its spot, which it has then
     * @param end of the line
     */
    record Aired(Line line, Line opening, List<String> tags, Instant end) {}

    /**
     * What there is to tell.
     *
     * @param segments that have aired
     * @param spots that have begun
     */
    record Told(List<Aired> segments, List<Said> spots) {}

    private static List<String> tags(List<Said> said, int position) {
        return said.stream()
                .filter(spot -> spot.position() == position)
                .map(Said::tag)
                .toList();
    }

    /**
     * Adds the lines that a window shows, the first of each spot with what is said of it.
     *
     * @param first of the window's segments
     * @param published the number of the newest segment that viewers have seen
     */
    void list(Segment first, Instant edge, long published, Parts parts, List<Line> to, Set<String> said) {
        boolean goesOn = goesOn(first);
        int place = 0;
        for (Aired segment : told(edge).segments()) {
            AdSegment piece = splice.pod().get(place++);
            Line line = segment.line();
            if (segment.end().isAfter(first.start()) || (goesOn && line.sequence() > published)) {
                boolean opens = said.addAll(segment.tags());
                to.add((opens ? segment.opening() : line).in(parts.of(piece)));
            }
        }
    }

    /** What is there of the segment after those that have aired, as far as the origin's edge has covered it. */
    Begun begun(Instant edge, Parts parts) {
        int next = told(edge).segments().size();
        if (next == splice.pod().size()) {
            return Begun.NOTHING;
        }
        AdSegment segment = splice.pod().get(next);
        List<Part> all = parts.of(segment);
        Instant limit = edge.plus(Timeline.TOLERANCE);
        Instant end = splice.start(next);
        int over = 0;
        while (over < all.size() && !end.plus(all.get(over).length()).isAfter(limit)) {
            end = end.plus(all.get(over++).length());
        }
        String hint = over < all.size() ? all.get(over).hint() : "";
        return new Begun(over == 0 ? Optional.empty() : Optional.of(begun(next, all.subList(0, over))), hint);
    }

    private Line begun(int index, List<Part> listed) {
        AdSegment segment = splice.pod().get(index);
        Line line = line(index, segment, splice.start(index)).in(listed);
        List<String> tags = splice.starts(index)
                ? SpotRange.of(avail, splice, segment.position(), index).stream()
                        .map(SpotRange::tag)
                        .toList()
                : List.of();
        return tags.isEmpty() ? line : line.tagged(tags);
    }

    /** Whether nothing is missing between its spots and a window. */
    private boolean goesOn(Segment first) {
        return splice.end()
                .map(end -> first.sequence() <= end.origin()
                        && end.origin() + end.after().sequence() == splice.sequence(end.aired()))
                .orElse(true);
    }

    /** What is said of spots that were to end after an instant. */
    List<Said> after(Instant longAgo, Instant edge) {
        List<Said> after = new ArrayList<>();
        for (Said spot : told(edge).spots()) {
            if (spot.until().isAfter(longAgo)) {
                after.add(spot);
            }
        }
        return after;
    }
}
