package org.scruffy.feed;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scruffy.spi.feed.Segment;

/**
 * What one rendition publishes: a pure function of the origin's window and the recorded splices, the same on every node and at
 * every time. There is no clock in it: a spot's segment airs when the origin's edge has covered its time.
 */
final class Timeline {

    /** How far two edges may lie apart that are meant to be one: encoders round, and so do playlists. */
    static final Duration TOLERANCE = Duration.ofMillis(250);

    private static final Duration TOLD_AFTERWARDS = Duration.ofSeconds(60);

    /** What stands for a segment of the origin where a spot airs instead. */
    private static final Line REPLACED =
            new Line(-1, -1, false, Instant.EPOCH, Duration.ZERO, Scope.NONE, "", List.of(), "", List.of());

    /**
     * Segments of the origin, and for each the line it airs as.
     *
     * @param lines {@link #REPLACED} where it does not air
     */
    private record Passing(List<Segment> segments, List<Line> lines) {}

    private final Epoch epoch;
    private final List<Avail> avails;
    private final List<Insertion> all;
    private final List<Insertion> insertions;
    private final List<Splice> splices;
    /** What the last window was made into: of the next one most segments are the same. */
    private Passing passing = new Passing(List.of(), List.of());

    /** The timeline of a rendition, of the avails that were decided in its epoch. */
    Timeline(Epoch epoch, List<Avail> avails, String rendition) {
        this.epoch = epoch;
        this.avails = List.copyOf(avails);
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

    /** Whether it is of these, so that another would say the same. */
    boolean isOf(Epoch other, List<Avail> others) {
        return epoch.equals(other) && avails.equals(others);
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
        Passing window = passing(origin.segments());
        List<Segment> segments = window.segments();
        Parts parts = origin.parts();
        List<Line> lines = new ArrayList<>(segments.size());
        if (segments.isEmpty()) {
            return lines;
        }
        Instant edge = segments.get(segments.size() - 1).end();
        Set<String> said = new HashSet<>();
        int place = 0;
        for (Insertion insertion : insertions) {
            int at = Math.max(place, placeOf(insertion.splice().first(), segments));
            if (at == segments.size()) {
                break;
            }
            airing(window, place, at, parts, lines);
            insertion.list(segments.get(0), edge, published, parts, lines, said);
            place = at;
        }
        boolean whole = !segments.get(segments.size() - 1).uri().isEmpty();
        airing(window, place, whole ? segments.size() : segments.size() - 1, parts, lines);
        return withRangesBefore(lines, edge, said);
    }

    /** The place of the first segment with this number or a later one. */
    private static int placeOf(long sequence, List<Segment> segments) {
        int from = 0;
        int to = segments.size();
        while (from < to) {
            int middle = (from + to) / 2;
            if (segments.get(middle).sequence() < sequence) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @SuppressWarnings("ReferenceEquality") // there is one of each
    private static void airing(Passing window, int from, int to, Parts parts, List<Line> lines) {
        int first = from;
        // splices begin one after the other, so that what they replace stands before what airs again
        while (first < to && !airs(window.lines().get(first))) {
            first++;
        }
        if (parts == Parts.NONE) {
            lines.addAll(window.lines().subList(first, to));
            return;
        }
        for (int i = first; i < to; i++) {
            lines.add(window.lines().get(i).in(parts.of(window.segments().get(i))));
        }
    }

    /** Spots of which nothing is listed any more are told a while longer: players may have believed that they go on. */
    private List<Line> withRangesBefore(List<Line> lines, Instant edge, Set<String> said) {
        if (lines.isEmpty()) {
            return lines;
        }
        Line first = lines.get(0);
        Instant longAgo = first.start().minus(TOLD_AFTERWARDS);
        List<String> tags = new ArrayList<>();
        for (Insertion insertion : all) {
            for (Insertion.Said spot : insertion.after(longAgo, edge)) {
                if (!said.contains(spot.tag())) {
                    tags.add(spot.tag());
                }
            }
        }
        if (!tags.isEmpty()) {
            lines.set(0, first.tagged(tags));
        }
        return lines;
    }

    /** The segments of this epoch, each as it airs. */
    private Passing passing(List<Segment> listed) {
        int first = placeOf(epoch.first(), listed);
        List<Segment> segments = first == 0 ? listed : listed.subList(first, listed.size());
        Kept kept = Kept.of(passing.segments(), segments, Segment::sequence);
        List<Line> lines = new ArrayList<>(segments.size());
        while (lines.size() < segments.size()) {
            if (kept.holds(lines.size())) {
                lines.addAll(passing.lines().subList(kept.before(), kept.before() + kept.length()));
            } else {
                lines.add(passing(segments.get(lines.size())));
            }
        }
        passing = new Passing(List.copyOf(segments), lines);
        return passing;
    }

    private Line passing(Segment segment) {
        return airs(segment) ? content(segment) : REPLACED;
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
            List<SpotRange> spots = insertion.after(start, edge).stream()
                    .map(Insertion.Said::range)
                    .toList();
            if (!spots.isEmpty()) {
                shown.add(new Shown(insertion.avail(), spots));
            }
        }
        return shown;
    }

    /** What airs of the network's own segments. */
    List<Line> network(List<Segment> listed) {
        List<Line> lines = new ArrayList<>(listed.size());
        for (Line line : passing(listed).lines()) {
            if (airs(line)) {
                lines.add(line);
            }
        }
        return lines;
    }

    @SuppressWarnings("ReferenceEquality") // there is one of it
    private static boolean airs(Line line) {
        return line != REPLACED;
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
            return open.get().begun(origin.edge(), origin.parts());
        }
        boolean whole = !last.uri().isEmpty() || last.sequence() < epoch.first();
        Line line = whole ? null : content(last).in(origin.parts().of(last));
        return new Begun(
                Optional.ofNullable(line).filter(one -> !one.parts().isEmpty()),
                origin.parts().hint());
    }

    private boolean airs(Segment segment) {
        for (Splice splice : splices) {
            if (splice.replaces(segment.sequence())) {
                return false;
            }
        }
        return true;
    }

    private Line content(Segment segment) {
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
                List.of());
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
        for (Splice splice : splices) {
            if (splice.returns(origin)) {
                return true;
            }
        }
        return false;
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

    /** Whether two edges are meant to be one. */
    static boolean together(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
    }

    static String seconds(Duration length) {
        BigDecimal seconds = BigDecimal.valueOf(length.toNanos(), 9).setScale(6, java.math.RoundingMode.HALF_UP);
        return seconds.toPlainString();
    }
}
