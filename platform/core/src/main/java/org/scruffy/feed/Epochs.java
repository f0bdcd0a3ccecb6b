package org.scruffy.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** Has all renditions of a feed counted alike, and numbers them anew where they cannot be numbered on. */
final class Epochs {

    /** More that do not suit say that something else is wrong than the origin. */
    private static final int MOST_EPOCHS = 5;

    private final Ledger ledger;
    private final PatientRecords records;
    /** What viewers see of each rendition, whether the origin still delivers it or not. */
    private final Map<String, List<Line>> visible = new TreeMap<>();
    /** The renditions whose numbers at the origin mean nothing any more, with what viewers may have seen beyond our marks. */
    private final Map<String, Shift> lost = new TreeMap<>();

    Epochs(Ledger ledger, PatientRecords records) {
        this.ledger = ledger;
        this.records = records;
    }

    /** As a life after this one should find them: what is lost here is lost there too. */
    Map<String, Numbering> marks() {
        Map<String, Numbering> known = new TreeMap<>(ledger.numberings());
        lost.keySet().forEach(name -> known.computeIfPresent(name, (key, numbering) -> numbering.at(OriginMark.LOST)));
        return known;
    }

    /** The window of a rendition as it is first read, going on from where a life before this one left off. */
    Window resume(String rendition, MediaPlaylist playlist) {
        Window window = Window.of(playlist);
        Optional<Window> resumed = Optional.ofNullable(ledger.numbering(rendition))
                .map(Numbering::origin)
                .flatMap(window::after);
        if (resumed.isEmpty() && ledger.knows(rendition)) {
            // the last mark may be older than what viewers saw
            startsAnew(rendition, OriginMark.NONE, new Shift(100, 10));
        }
        return resumed.orElse(window);
    }

    /** The origin's numbers of a rendition fell, or mean something else than they did in the window before. */
    void startsAnew(String rendition, Window before, Window anew) {
        startsAnew(rendition, anew.markOf(before.edge()), Shift.NONE);
    }

    private void startsAnew(String rendition, OriginMark mark, Shift beyond) {
        ledger.count(rendition, numbering -> numbering.at(mark));
        lost.put(rendition, beyond);
    }

    /**
     * Takes up renditions that are new, with the target duration they will keep for ever, and numbers all of them anew where
     * none of them can be numbered on.
     *
     * @param target for all renditions; one that is known already keeps its own
     * @return the windows of those that air now
     */
    Map<String, Window> admit(Map<String, Window> windows, int target) {
        int kept = ledger.target().orElse(target);
        follow(windows);
        int epoch = ledger.epoch();
        Numbering none = Numbering.none(kept, new Epoch(epoch, -1, Shift.NONE));
        windows.keySet().forEach(name -> ledger.take(name, none));
        boolean dated =
                windows.values().stream().allMatch(window -> window.playlist().dated());
        if (dated ? lost.keySet().containsAll(windows.keySet()) : !lost.isEmpty()) {
            startEpoch(windows);
        }
        Map<String, Window> found = new TreeMap<>(windows);
        if (!dated || lost.keySet().containsAll(windows.keySet())) {
            found.keySet().removeAll(lost.keySet());
            return found;
        }
        return together(windows);
    }

    /** Those of the admitted that still count alike: a break may have ended that some of them saw and some did not. */
    Map<String, Window> agreeing(Map<String, Window> admitted) {
        boolean dated =
                admitted.values().stream().allMatch(window -> window.playlist().dated());
        return dated ? together(admitted) : admitted;
    }

    /**
     * Matching content has matching discontinuity numbers in all renditions. One that has missed what the others counted, or
     * that started anew by itself, is left out until it can join them; where it cannot, all of them are numbered anew.
     */
    private Map<String, Window> together(Map<String, Window> windows) {
        Map<String, List<Line>> seen = seen(windows);
        String reference = windows.keySet().stream()
                .filter(name -> !lost.containsKey(name))
                .max(Comparator.comparing(
                                (String name) -> ledger.numbering(name).epoch().number())
                        .thenComparing(name -> ledger.numbering(name).discontinuity())
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
        List<Line> lines = network(reference, windows);
        Map<String, Window> together = new TreeMap<>(windows);
        for (String name : windows.keySet()) {
            if (name.equals(reference)) {
                continue;
            }
            List<Line> own = network(name, windows);
            if (counts(name, own, lines) && !missesSpots(name, own, reference)) {
                continue;
            }
            Optional<Joint> joint =
                    joint(name, windows.get(name), ledger.anyOpen() ? List.of() : sinceSpots(lines, reference));
            if (joint.isEmpty()) {
                together.remove(name);
            } else if (joint.get().line().discontinuity()
                    <= ledger.numbering(name).discontinuity()) {
                if (startEpoch(windows)) {
                    together.keySet().removeAll(lost.keySet());
                    return together;
                }
                together.remove(name);
            } else {
                Numbering joined = joined(name, windows.get(name), joint.get());
                ledger.count(name, numbering -> joined);
                lost.remove(name);
            }
        }
        if (contradicts(seen, together)) {
            if (startEpoch(windows)) {
                together.keySet().removeAll(lost.keySet());
            } else {
                together.clear();
            }
        }
        return together;
    }

    /** What viewers have seen of each rendition, as far as it is in the windows or, where it is out of reach, in memory. */
    private Map<String, List<Line>> seen(Map<String, Window> windows) {
        Map<String, List<Line>> seen = new TreeMap<>(visible);
        windows.keySet().stream()
                .filter(name -> !lost.containsKey(name))
                .forEach(name -> seen.put(
                        name,
                        network(name, windows).stream()
                                .filter(line -> !isNew(name, line))
                                .toList()));
        return seen;
    }

    private boolean isNew(String rendition, Line line) {
        return line.sequence() > ledger.numbering(rendition).sequence();
    }

    /** Whether what is new in one rendition counts otherwise than what viewers have seen of another. */
    private boolean contradicts(Map<String, List<Line>> seen, Map<String, Window> windows) {
        return windows.keySet().stream().anyMatch(name -> {
            List<Line> added = network(name, windows).stream()
                    .filter(line -> isNew(name, line))
                    .toList();
            return seen.entrySet().stream()
                    .filter(other -> !other.getKey().equals(name))
                    .anyMatch(other -> added.stream()
                            .anyMatch(line -> at(line.start(), other.getValue())
                                    .filter(there -> there.discontinuity() != line.discontinuity())
                                    .isPresent()));
        });
    }

    private List<Line> network(String rendition, Map<String, Window> windows) {
        return ledger.timeline(rendition).network(windows.get(rendition).segments());
    }

    /** The end of a rendition's network lines: where it comes back from a break, the others do too. */
    private List<Line> sinceSpots(List<Line> network, String rendition) {
        Instant back = ledger.timeline(rendition).splices().stream()
                .map(Splice::podEnd)
                .max(Comparator.naturalOrder())
                .map(end -> end.minus(Timeline.TOLERANCE))
                .orElse(Instant.MIN);
        return network.stream().filter(line -> !line.start().isBefore(back)).toList();
    }

    /** Whether the reference has spots among or after these lines that were decided while nobody knew of the rendition. */
    private boolean missesSpots(String rendition, List<Line> lines, String reference) {
        return !lines.isEmpty()
                && ledger.avails().stream()
                        .filter(avail -> avail.epoch() == ledger.epoch())
                        .filter(avail -> !avail.splices().containsKey(rendition))
                        .flatMap(avail -> Optional.ofNullable(avail.splices().get(reference)).stream())
                        .map(splice -> splice.podEnd().minus(Timeline.TOLERANCE))
                        .anyMatch(end -> end.isAfter(lines.get(0).start()));
    }

    private boolean counts(String rendition, List<Line> lines, List<Line> reference) {
        return !lost.containsKey(rendition)
                && ledger.numbering(rendition).epoch().number() == ledger.epoch()
                && lines.stream()
                        .allMatch(line -> at(line.start(), reference)
                                .map(other -> other.discontinuity() == line.discontinuity())
                                .orElse(true));
    }

    /** A segment of a rendition and what airs with it in another. */
    private record Joint(Segment segment, Line line) {}

    private Optional<Joint> joint(String rendition, Window window, List<Line> reference) {
        return ledger.unseen(window, rendition)
                .flatMap(segment -> at(segment.start(), reference).stream().map(line -> new Joint(segment, line)))
                .findFirst();
    }

    private Numbering joined(String rendition, Window window, Joint joint) {
        Numbering known = ledger.numbering(rendition);
        Segment segment = joint.segment();
        long discontinuity = joint.line().discontinuity();
        long next = known.next(discontinuity);
        Epoch epoch = standing(ledger.epoch())
                .filter(start -> start.rendition().equals(rendition) && start.suits(window))
                .map(Start::epoch)
                .filter(start -> segment.sequence() >= start.first())
                .filter(start -> segment.sequence() + start.shift().sequence() >= next)
                .filter(start -> segment.discontinuity() + start.shift().discontinuity() == discontinuity)
                .findFirst()
                .orElseGet(
                        () -> join(rendition, joint, Math.max(next, joint.line().sequence())));
        return known.in(epoch, OriginMark.before(segment));
    }

    private Epoch join(String rendition, Joint joint, long sequence) {
        Segment segment = joint.segment();
        long discontinuity = joint.line().discontinuity();
        Shift shift = new Shift(sequence - segment.sequence(), discontinuity - segment.discontinuity());
        // where there was no discontinuity yet, none can stand before it
        Epoch epoch = new Epoch(ledger.epoch(), discontinuity == 0 ? -1 : segment.sequence(), shift);
        records.join(new Start(rendition, epoch, OriginMark.at(segment)));
        return epoch;
    }

    private Stream<Start> standing(int epoch) {
        try {
            return records.begun(epoch).stream();
        } catch (RuntimeException e) {
            // without the records each node goes on alone
            return Stream.empty();
        }
    }

    private static Optional<Line> at(Instant start, List<Line> lines) {
        return lines.stream()
                .filter(line -> Timeline.together(line.start(), start))
                .findFirst();
    }

    /**
     * Numbers on from what was published last, where numbering cannot be kept otherwise. A rendition that has nothing new yet
     * joins the others when it has.
     *
     * @return false where there is nothing yet that an epoch could begin with
     */
    boolean startEpoch(Map<String, Window> windows) {
        Map<String, Segment> firsts = firstUnseen(windows);
        if (firsts.isEmpty()) {
            return false;
        }
        begin(windows, firsts, chosen(windows, firsts));
        return true;
    }

    /** The epoch that another node has begun already, where it can be ours too, or one of our own. */
    private List<Start> chosen(Map<String, Window> windows, Map<String, Segment> firsts) {
        for (int number = ledger.epoch() + 1; number <= ledger.epoch() + MOST_EPOCHS; number++) {
            List<Start> wanted = starts(number, firsts);
            List<Start> standing = begun(number, wanted);
            if (standing.equals(wanted) || suits(standing, windows, firsts)) {
                return standing;
            }
        }
        return starts(ledger.epoch() + MOST_EPOCHS + 1, firsts);
    }

    private List<Start> begun(int number, List<Start> wanted) {
        try {
            return records.begin(number, wanted);
        } catch (RuntimeException e) {
            return wanted;
        }
    }

    private List<Start> starts(int number, Map<String, Segment> firsts) {
        long discontinuity = slack(Shift::discontinuity) + 1 + Math.max(0, most(Numbering::discontinuity));
        long sequence = slack(Shift::sequence) + most(numbering -> numbering.next(discontinuity));
        List<Start> starts = new ArrayList<>();
        firsts.forEach((name, first) -> {
            Shift shift = new Shift(sequence - first.sequence(), discontinuity - first.discontinuity());
            starts.add(new Start(name, new Epoch(number, first.sequence(), shift), OriginMark.at(first)));
        });
        return starts;
    }

    private boolean suits(List<Start> starts, Map<String, Window> windows, Map<String, Segment> firsts) {
        return !starts.isEmpty()
                && starts.stream()
                        .filter(start -> firsts.containsKey(start.rendition()))
                        .allMatch(start -> suits(start, windows.get(start.rendition()), firsts.get(start.rendition())));
    }

    /** Whether the numbers of an epoch go on from what viewers of this node have seen. */
    private boolean suits(Start start, Window window, Segment first) {
        Shift shift = start.epoch().shift();
        long discontinuity = first.discontinuity() + shift.discontinuity();
        return start.suits(window)
                && first.sequence() >= start.epoch().first()
                && discontinuity > most(Numbering::discontinuity)
                && first.sequence() + shift.sequence() >= most(numbering -> numbering.next(discontinuity));
    }

    /** Goes over to an epoch that another node has begun, as soon as it can. */
    private void follow(Map<String, Window> windows) {
        int newest = records.newest();
        if (newest <= ledger.epoch()) {
            return;
        }
        Map<String, Segment> firsts = firstUnseen(windows);
        List<Start> starts = standing(newest).toList();
        if (!firsts.isEmpty() && suits(starts, windows, firsts)) {
            begin(windows, firsts, starts);
        }
    }

    private void begin(Map<String, Window> windows, Map<String, Segment> firsts, List<Start> starts) {
        cutOpen();
        windows.keySet().forEach(name -> lost.put(name, Shift.NONE));
        for (Start start : starts) {
            Segment first = firsts.get(start.rendition());
            if (first != null) {
                OriginMark mark = OriginMark.before(first);
                ledger.count(start.rendition(), numbering -> numbering.in(start.epoch(), mark));
                lost.remove(start.rendition());
            }
        }
        records.mark(marks());
    }

    /**
     * The first segments that nobody has seen, at the same time in all renditions where there are dates: after all that viewers
     * see of a rendition that has nothing new, since what they see of it keeps its numbers.
     */
    private Map<String, Segment> firstUnseen(Map<String, Window> windows) {
        Stream<Instant> starts = windows.entrySet().stream()
                .filter(window -> window.getValue().playlist().dated())
                .map(window -> ledger.unseen(window.getValue(), window.getKey())
                        .findFirst()
                        .map(Segment::start)
                        .orElseGet(window.getValue()::edge));
        Stream<Instant> edges = visible.entrySet().stream()
                .filter(absent -> !windows.containsKey(absent.getKey()))
                .map(absent -> absent.getValue().get(absent.getValue().size() - 1))
                .map(Line::end);
        Instant common = Stream.concat(starts, edges)
                .max(Comparator.naturalOrder())
                .map(start -> start.minus(Timeline.TOLERANCE))
                .orElse(Instant.MIN);
        Map<String, Segment> firsts = new TreeMap<>();
        windows.forEach((name, window) -> ledger.unseen(window, name)
                .filter(segment ->
                        !window.playlist().dated() || !segment.start().isBefore(common))
                .findFirst()
                .ifPresent(first -> firsts.put(name, first)));
        return firsts;
    }

    private long slack(ToLongFunction<Shift> number) {
        return lost.values().stream().mapToLong(number).max().orElse(0);
    }

    private long most(ToLongFunction<Numbering> number) {
        return ledger.numberings().values().stream().mapToLong(number).max().orElse(-1);
    }

    /** What viewers have not seen of an avail they will not see: its network is gone. */
    private void cutOpen() {
        ledger.change(avail -> {
            if (!ledger.open(avail)) {
                return avail;
            }
            // all renditions say the same of a spot, also when one of them lags behind
            int shown = avail.byRendition().entrySet().stream()
                    .mapToInt(splice -> ledger.shown(splice.getValue(), splice.getKey()))
                    .max()
                    .orElse(0);
            Map<String, Splice> cut = new TreeMap<>();
            avail.byRendition().forEach((name, splice) -> cut.put(name, splice.cut(shown)));
            Avail closed = avail.ended(cut);
            records.end(closed, "ORIGIN_RESTART");
            return closed;
        });
    }

    /** Takes note that viewers see these lines of a rendition now, and what has begun after them: that is not changed either. */
    void published(String rendition, Window window, List<Line> lines, Begun begun) {
        List<Line> published =
                Stream.concat(lines.stream(), begun.line().stream()).toList();
        if (window.playlist().dated() && !published.isEmpty()) {
            visible.put(rendition, published);
        }
        Segment last = window.whole().last();
        ledger.count(rendition, numbering -> {
            Numbering at =
                    last.sequence() > numbering.origin().sequence() ? numbering.at(OriginMark.at(last)) : numbering;
            return published.isEmpty() ? at : at.published(published.get(published.size() - 1));
        });
    }
}
