package org.scruffy.feed;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scruffy.spi.feed.Segment;

/**
 * What one rendition publishes: a pure function of the origin's window and the recorded splices, the same on every node and at
 * every time. There is no clock in it: a spot's segment airs when the origin's edge has covered its time.
 */
final class Timeline {

    /** How far two edges may lie apart that are meant to be one: encoders round, and so do playlists. */
    static final Duration TOLERANCE = Duration.ofMillis(250);

    private static final Duration TOLD_AFTERWARDS = Duration.ofSeconds(60);

    /** What an avail does to this rendition. */
    private record Insertion(Avail avail, Splice splice) {}

    private final Epoch epoch;
    private final List<Insertion> all;
    private final List<Insertion> insertions;
    private final List<Splice> splices;

    /** The timeline of a rendition, of the avails that were decided in its epoch. */
    Timeline(Epoch epoch, List<Avail> avails, String rendition) {
        this.epoch = epoch;
        this.all = avails.stream()
                .filter(avail -> avail.splices().containsKey(rendition))
                .map(avail -> new Insertion(avail, avail.splices().get(rendition)))
                .toList();
        this.insertions = all.stream()
                .filter(insertion -> insertion.avail().epoch() == epoch.number())
                .filter(insertion -> insertion.splice().first() >= epoch.first())
                .sorted(Comparator.comparingLong(insertion -> insertion.splice().first()))
                .toList();
        this.splices = insertions.stream().map(Insertion::splice).toList();
    }

    /** In air order. */
    List<Splice> splices() {
        return splices;
    }

    /**
     * All that is whole, in play order.
     *
     * @param published the number of the newest segment that viewers have seen: spots they have not seen are listed even where the
     *     network of their time is gone from the origin's window already
     */
    List<Line> lines(Window origin, long published) {
        List<Line> lines = new ArrayList<>();
        List<Segment> window = origin.segments().stream()
                .filter(segment -> segment.sequence() >= epoch.first())
                .toList();
        if (window.isEmpty()) {
            return lines;
        }
        Instant edge = window.get(window.size() - 1).end();
        int next = 0;
        for (Segment segment : window) {
            while (next < splices.size() && splices.get(next).first() <= segment.sequence()) {
                spots(insertions.get(next++), window.get(0), edge, published, origin.parts(), lines);
            }
            if (airs(segment) && !segment.uri().isEmpty()) {
                lines.add(content(segment, origin.parts()));
            }
        }
        return withRangesBefore(lines, edge);
    }

    /** Spots of which nothing is listed any more are told a while longer: players may have believed that they go on. */
    private List<Line> withRangesBefore(List<Line> lines, Instant edge) {
        if (lines.isEmpty()) {
            return lines;
        }
        Line first = lines.get(0);
        Instant longAgo = first.start().minus(TOLD_AFTERWARDS);
        List<String> tags = all.stream()
                .flatMap(insertion -> ranges(insertion, edge).stream())
                .filter(range -> range.start().plus(range.planned()).isAfter(longAgo))
                .map(SpotRange::tag)
                .filter(tag -> lines.stream().noneMatch(line -> line.tags().contains(tag)))
                .toList();
        if (!tags.isEmpty()) {
            lines.set(0, first.tagged(tags));
        }
        return lines;
    }

    private static List<SpotRange> ranges(Insertion insertion, Instant edge) {
        Splice splice = insertion.splice();
        int last = aired(splice, edge);
        return splice.pod().stream()
                .limit(last)
                .map(AdSegment::position)
                .distinct()
                .flatMap(position -> SpotRange.of(insertion.avail(), splice, position, last).stream())
                .toList();
    }

    /** What an avail shows of its spots in a window. */
    record Shown(Avail avail, List<SpotRange> spots) {}

    /** The spots of which any segment is listed, as players are told of them. */
    List<Shown> shown(List<Segment> listed) {
        List<Shown> shown = new ArrayList<>();
        if (listed.isEmpty()) {
            return shown;
        }
        Instant start = listed.get(0).start();
        Instant edge = listed.get(listed.size() - 1).end();
        for (Insertion insertion : insertions) {
            List<SpotRange> spots = ranges(insertion, edge).stream()
                    .filter(spot -> spot.start().plus(spot.planned()).isAfter(start))
                    .toList();
            if (!spots.isEmpty()) {
                shown.add(new Shown(insertion.avail(), spots));
            }
        }
        return shown;
    }

    private static int aired(Splice splice, Instant edge) {
        return splice.end().map(Splice.End::aired).orElseGet(() -> splice.over(edge, TOLERANCE));
    }

    /** What airs of the network's own segments. */
    List<Line> network(List<Segment> listed) {
        return listed.stream()
                .filter(segment -> segment.sequence() >= epoch.first() && airs(segment))
                .map(segment -> content(segment, Parts.NONE))
                .toList();
    }

    /**
     * The segment after those that are whole: the network's as far as it is there, or a spot's as far as the origin's edge has
     * covered it.
     */
    Begun begun(Window origin) {
        Segment last = origin.last();
        Optional<Insertion> open = insertions.stream()
                .filter(insertion -> insertion.splice().end().isEmpty())
                .filter(insertion -> insertion.splice().first() <= last.sequence())
                .reduce((one, other) -> other);
        if (open.isPresent()) {
            return begun(open.get(), origin);
        }
        boolean whole = !last.uri().isEmpty() || last.sequence() < epoch.first();
        Line line = whole ? null : content(last, origin.parts());
        return new Begun(
                Optional.ofNullable(line).filter(one -> !one.parts().isEmpty()),
                origin.parts().hint());
    }

    private Begun begun(Insertion insertion, Window origin) {
        Splice splice = insertion.splice();
        int next = aired(splice, origin.edge());
        if (next == splice.pod().size()) {
            return Begun.NOTHING;
        }
        AdSegment segment = splice.pod().get(next);
        List<Part> parts = origin.parts().of(segment);
        Instant limit = origin.edge().plus(TOLERANCE);
        Instant end = splice.start(next);
        int over = 0;
        while (over < parts.size() && !end.plus(parts.get(over).length()).isAfter(limit)) {
            end = end.plus(parts.get(over++).length());
        }
        List<Part> listed = parts.subList(0, over);
        return new Begun(
                over == 0 ? Optional.empty() : Optional.of(spot(insertion, next, next, splice.starts(next), listed)),
                over < parts.size() ? parts.get(over).hint() : "");
    }

    private void spots(
            Insertion insertion, Segment first, Instant edge, long published, Parts parts, List<Line> lines) {
        Splice splice = insertion.splice();
        Instant start = first.start();
        int last = aired(splice, edge);
        Instant at = splice.start();
        int told = -1;
        for (int i = 0; i < last; i++) {
            AdSegment segment = splice.pod().get(i);
            Instant end = at.plus(segment.length());
            if (end.isAfter(start) || (goesOn(splice, first) && splice.sequence(i) > published)) {
                lines.add(spot(insertion, i, last, told != segment.position(), parts.of(segment)));
                told = segment.position();
            }
            at = end;
        }
    }

    /** Whether nothing is missing between a splice's spots and the window. */
    private static boolean goesOn(Splice splice, Segment first) {
        return splice.end()
                .map(end -> first.sequence() <= end.origin()
                        && end.origin() + end.after().sequence() == splice.sequence(end.aired()))
                .orElse(true);
    }

    /**
     * @param last how many segments of the pod have aired
     * @param tells whether it says which spot it is
     */
    private static Line spot(Insertion insertion, int index, int last, boolean tells, List<Part> parts) {
        Splice splice = insertion.splice();
        AdSegment segment = splice.pod().get(index);
        Optional<SpotRange> range =
                tells ? SpotRange.of(insertion.avail(), splice, segment.position(), last) : Optional.empty();
        return new Line(
                splice.sequence(index),
                splice.discontinuity(index),
                splice.starts(index),
                splice.start(index),
                segment.length(),
                Scope.of(segment.map()),
                "#EXTINF:" + seconds(segment.length()) + ",",
                range.stream().map(SpotRange::tag).toList(),
                segment.uri(),
                parts);
    }

    private boolean airs(Segment segment) {
        return splices.stream()
                .noneMatch(splice -> splice.first() <= segment.sequence()
                        && splice.end()
                                .map(end -> segment.sequence() < end.origin())
                                .orElse(true));
    }

    private Line content(Segment segment, Parts parts) {
        Shift shift = shiftAt(segment.sequence());
        Scope scope = Scope.of(segment.tags());
        String extinf = "";
        List<String> tags = new ArrayList<>();
        for (String tag : segment.tags()) {
            if (tag.startsWith("#EXTINF:")) {
                extinf = tag;
            } else if (passes(tag) && !Scope.speaks(tag)) {
                tags.add(tag);
            }
        }
        return new Line(
                segment.sequence() + shift.sequence(),
                segment.discontinuity() + shift.discontinuity(),
                tagged(segment),
                segment.start(),
                segment.length(),
                shift.sequence() == 0 ? scope : scope.withVector(segment.sequence()),
                extinf,
                List.copyOf(tags),
                segment.uri(),
                parts.of(segment));
    }

    /** What is added to the origin's numbers at a segment that airs. */
    Shift shiftAt(long origin) {
        Shift shift = splices.isEmpty() ? epoch.shift() : splices.get(0).before();
        for (Splice splice : splices) {
            if (splice.end().isPresent() && splice.end().get().origin() <= origin) {
                shift = splice.end().get().after();
            }
        }
        return shift;
    }

    /** The splice that would begin at a segment. */
    Splice splice(Segment segment, List<AdSegment> pod) {
        Shift before = shiftAt(segment.sequence());
        long discontinuity = segment.discontinuity() + before.discontinuity() - (tagged(segment) ? 1 : 0);
        return Splice.at(segment, before, discontinuity, pod);
    }

    /** Whether EXT-X-DISCONTINUITY stands before a segment where it airs. */
    private boolean tagged(Segment segment) {
        return segment.discontinuous() || returns(segment.sequence()) || begins(segment.sequence());
    }

    private boolean returns(long origin) {
        return splices.stream()
                .flatMap(splice -> splice.end().stream())
                .anyMatch(end -> end.aired() > 0 && end.origin() == origin);
    }

    private boolean begins(long origin) {
        return origin == epoch.first();
    }

    /** Cue tags end here: the break they speak of is filled. Dates and discontinuities are written anew. */
    private static boolean passes(String tag) {
        return !(tag.equals("#EXT-X-DISCONTINUITY") || tag.startsWith(ProgramDateTime.TAG) || cues(tag));
    }

    /** Whether a tag speaks of a break. */
    static boolean cues(String tag) {
        return tag.startsWith("#EXT-X-CUE")
                || tag.startsWith("#EXT-OATCLS-SCTE35")
                || tag.startsWith("#EXT-X-SCTE35")
                || tag.startsWith("#EXT-X-SPLICEPOINT")
                || tag.startsWith("#EXT-X-ASSET")
                || (tag.startsWith("#EXT-X-DATERANGE") && tag.contains("SCTE35-"));
    }

    static String seconds(Duration length) {
        BigDecimal seconds = BigDecimal.valueOf(length.toNanos(), 9).setScale(6, java.math.RoundingMode.HALF_UP);
        return seconds.toPlainString();
    }
}
