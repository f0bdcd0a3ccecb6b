package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Feed.BreakSignal;

/**
 * Decides one feed's avails, once each and before the first viewer can see them, and lets the {@link Timeline} say what that
 * makes of each rendition. One thread at a time.
 */
final class Stitcher {

    /** How far a cue may be from the break it means. */
    private static final Duration NEAR = Duration.ofMinutes(2);
    /** A 30 s spot is 900 frames, which last 30.030 s: a full break may run over by less than this. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private static final int KEPT = 40;
    /** More that do not suit say that something else is wrong than the origin. */
    private static final int MOST_EPOCHS = 5;

    /** A WebVTT segment that says nothing keeps subtitles alive while a spot airs. */
    static final String NO_TEXT = "../../empty.vtt";

    private final String station;
    private final String feed;
    private final BreakSignal signal;
    private final PatientRecords records;
    private final Creatives creatives;
    private final Map<String, Numbering> numberings = new TreeMap<>();
    private final List<Avail> avails = new ArrayList<>();
    private final Set<String> logged = new HashSet<>();
    private final Map<String, AdBreak> frozen = new LinkedHashMap<>();
    /** What viewers see of each rendition, whether the origin still delivers it or not. */
    private final Map<String, List<Line>> visible = new TreeMap<>();

    /** As they were last asked for: a timeline is quicker about what it has seen before. */
    private final Map<String, Timeline> timelines = new HashMap<>();

    private final Consumer<Avail> decided;
    /** The renditions whose numbers at the origin mean nothing any more, with what viewers may have seen beyond our marks. */
    private final Map<String, Shift> lost = new TreeMap<>();

    /** Numbers that no playlist has listed. */
    private record Missed(String rendition, long from, long to) {}

    private final List<Missed> missed = new ArrayList<>();

    private Filling filling = Filling.DEFAULT;
    private String lastReason = "";
    private Manual manual = Manual.NONE;

    Stitcher(
            String station,
            String feed,
            BreakSignal signal,
            PatientRecords records,
            Creatives creatives,
            Consumer<Avail> decided) {
        this.station = station;
        this.feed = feed;
        this.signal = signal;
        this.records = records;
        this.creatives = creatives;
        this.decided = decided;
        numberings.putAll(records.numberings());
        avails.addAll(records.avails());
        avails.forEach(
                avail -> records.logged(avail.id()).forEach(position -> logged.add(avail.id() + "/" + position)));
    }

    /** How breaks are filled from now on. */
    void filling(Filling wanted) {
        filling = wanted;
    }

    /** What people did by hand, from now on. */
    void obey(Manual hands) {
        manual = hands;
    }

    /** What happened to the latest avail that did not get its spots, empty where all is well. */
    String lastReason() {
        return lastReason;
    }

    /** As a life after this one should find them: what is lost here is lost there too. */
    Map<String, Numbering> numberings() {
        Map<String, Numbering> known = new TreeMap<>(numberings);
        lost.keySet().forEach(name -> known.computeIfPresent(name, (key, numbering) -> numbering.at(OriginMark.LOST)));
        return known;
    }

    /** The latest avails in air order. */
    List<Avail> avails() {
        return List.copyOf(avails);
    }

    Optional<Avail> latest() {
        return avails.isEmpty() ? Optional.empty() : Optional.of(avails.get(avails.size() - 1));
    }

    Optional<Integer> target() {
        return numberings.values().stream().map(Numbering::target).findFirst();
    }

    /** The keys of breaks that were used already. */
    private boolean used(String breakId) {
        return avails.stream()
                .anyMatch(avail -> avail.stitched() && avail.breakId().equals(breakId));
    }

    /** The window of a rendition as it is first read, going on from where a life before this one left off. */
    Window resume(String rendition, MediaPlaylist playlist) {
        Window window = Window.of(playlist);
        Optional<Window> resumed = Optional.ofNullable(numberings.get(rendition))
                .map(Numbering::origin)
                .flatMap(window::after);
        if (resumed.isEmpty() && numberings.containsKey(rendition)) {
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
        numberings.computeIfPresent(rendition, (name, numbering) -> numbering.at(mark));
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
        int kept = target().orElse(target);
        follow(windows);
        int epoch = epoch();
        windows.keySet()
                .forEach(name -> numberings.computeIfAbsent(
                        name, added -> Numbering.none(kept, new Epoch(epoch, -1, Shift.NONE))));
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
                                (String name) -> numberings.get(name).epoch().number())
                        .thenComparing(name -> numberings.get(name).discontinuity())
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
                    joint(name, windows.get(name), anyOpen() ? List.of() : sinceSpots(lines, reference));
            if (joint.isEmpty()) {
                together.remove(name);
            } else if (joint.get().line().discontinuity()
                    <= numberings.get(name).discontinuity()) {
                if (startEpoch(windows)) {
                    together.keySet().removeAll(lost.keySet());
                    return together;
                }
                together.remove(name);
            } else {
                numberings.put(name, joined(name, windows.get(name), joint.get()));
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
        return line.sequence() > numberings.get(rendition).sequence();
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
        return timeline(rendition).network(windows.get(rendition).segments());
    }

    /** The end of a rendition's network lines: where it comes back from a break, the others do too. */
    private List<Line> sinceSpots(List<Line> network, String rendition) {
        Instant back = timeline(rendition).splices().stream()
                .map(Splice::podEnd)
                .max(Comparator.naturalOrder())
                .map(end -> end.minus(Timeline.TOLERANCE))
                .orElse(Instant.MIN);
        return network.stream().filter(line -> !line.start().isBefore(back)).toList();
    }

    /** Whether the reference has spots among or after these lines that were decided while nobody knew of the rendition. */
    private boolean missesSpots(String rendition, List<Line> lines, String reference) {
        return !lines.isEmpty()
                && avails.stream()
                        .filter(avail -> avail.epoch() == epoch())
                        .filter(avail -> !avail.splices().containsKey(rendition))
                        .flatMap(avail -> Optional.ofNullable(avail.splices().get(reference)).stream())
                        .map(splice -> splice.podEnd().minus(Timeline.TOLERANCE))
                        .anyMatch(end -> end.isAfter(lines.get(0).start()));
    }

    private boolean counts(String rendition, List<Line> lines, List<Line> reference) {
        return !lost.containsKey(rendition)
                && numberings.get(rendition).epoch().number() == epoch()
                && lines.stream()
                        .allMatch(line -> at(line.start(), reference)
                                .map(other -> other.discontinuity() == line.discontinuity())
                                .orElse(true));
    }

    /** A segment of a rendition and what airs with it in another. */
    private record Joint(Segment segment, Line line) {}

    private Optional<Joint> joint(String rendition, Window window, List<Line> reference) {
        return unseen(window, rendition)
                .flatMap(segment -> at(segment.start(), reference).stream().map(line -> new Joint(segment, line)))
                .findFirst();
    }

    private Numbering joined(String rendition, Window window, Joint joint) {
        Numbering known = numberings.get(rendition);
        Segment segment = joint.segment();
        long discontinuity = joint.line().discontinuity();
        long next = known.next(discontinuity);
        Epoch epoch = standing(epoch())
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
        Epoch epoch = new Epoch(epoch(), discontinuity == 0 ? -1 : segment.sequence(), shift);
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
        return lines.stream().filter(line -> together(line.start(), start)).findFirst();
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
        for (int number = epoch() + 1; number <= epoch() + MOST_EPOCHS; number++) {
            List<Start> wanted = starts(number, firsts);
            List<Start> standing = begun(number, wanted);
            if (standing.equals(wanted) || suits(standing, windows, firsts)) {
                return standing;
            }
        }
        return starts(epoch() + MOST_EPOCHS + 1, firsts);
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
        if (newest <= epoch()) {
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
                numberings.computeIfPresent(start.rendition(), (key, numbering) -> numbering.in(start.epoch(), mark));
                lost.remove(start.rendition());
            }
        }
        records.mark(numberings());
    }

    /**
     * The first segments that nobody has seen, at the same time in all renditions where there are dates: after all that viewers
     * see of a rendition that has nothing new, since what they see of it keeps its numbers.
     */
    private Map<String, Segment> firstUnseen(Map<String, Window> windows) {
        Stream<Instant> starts = windows.entrySet().stream()
                .filter(window -> window.getValue().playlist().dated())
                .map(window -> unseen(window.getValue(), window.getKey())
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
        windows.forEach((name, window) -> unseen(window, name)
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
        return numberings.values().stream().mapToLong(number).max().orElse(-1);
    }

    /** What viewers have not seen of an avail they will not see: its network is gone. */
    private void cutOpen() {
        avails.replaceAll(avail -> {
            if (!open(avail)) {
                return avail;
            }
            // all renditions say the same of a spot, also when one of them lags behind
            int shown = avail.byRendition().entrySet().stream()
                    .filter(splice -> !lost.containsKey(splice.getKey()))
                    .mapToInt(splice -> shown(splice.getValue(), splice.getKey()))
                    .max()
                    .orElseGet(() -> avail.byRendition().entrySet().stream()
                            .mapToInt(splice -> shown(splice.getValue(), splice.getKey()))
                            .max()
                            .orElse(0));
            Map<String, Splice> cut = new TreeMap<>();
            avail.byRendition().forEach((name, splice) -> cut.put(name, splice.cut(shown)));
            Avail closed = avail.ended(cut);
            records.end(closed, "ORIGIN_RESTART");
            return closed;
        });
    }

    private int epoch() {
        return numberings.values().stream()
                .mapToInt(numbering -> numbering.epoch().number())
                .max()
                .orElse(0);
    }

    /** The segments that nobody has seen or decided about. */
    private Stream<Segment> unseen(Window window, String rendition) {
        long seen = numberings.get(rendition).origin().sequence();
        return window.segments().stream().filter(segment -> segment.sequence() > seen);
    }

    /**
     * Decides what there is to decide in this version of the windows.
     *
     * @param lead the rendition whose segments decide
     * @param cues found in the lead's window
     * @param breaks of the schedule around now
     * @param why the reason why no spots can be placed at all, empty where they can
     */
    void decide(
            String lead,
            Map<String, Window> windows,
            Map<String, Variant> variants,
            List<Cue> cues,
            List<AdBreak> breaks,
            String why) {
        end(lead, windows, cues);
        List<Opportunity> opportunities = opportunities(cues, breaks);
        Duration target = Duration.ofSeconds(numberings.get(lead).target());
        freeze(windows.get(lead), target, opportunities, breaks);
        for (Opportunity opportunity : opportunities) {
            if (anyOpen()) {
                return;
            }
            decide(opportunity, lead, windows, variants, breaks, why);
            end(lead, windows, cues);
        }
    }

    private boolean anyOpen() {
        return avails.stream().anyMatch(this::open);
    }

    private boolean open(Avail avail) {
        return avail.epoch() == epoch() && avail.open();
    }

    /** A chance to place spots: a cue, or the clock. */
    private record Opportunity(String key, Instant at, Duration length, Optional<AdBreak> planned) {}

    private List<Opportunity> opportunities(List<Cue> cues, List<AdBreak> breaks) {
        if (signal == BreakSignal.CLOCK) {
            return breaks.stream()
                    .sorted(Comparator.comparing(AdBreak::start))
                    .map(planned -> new Opportunity(
                            "break-" + planned.id(), planned.start(), planned.capacity(), Optional.of(planned)))
                    .filter(this::unknown)
                    .toList();
        }
        return cues.stream()
                .filter(cue -> cue.type() == Cue.Type.OUT)
                .map(cue -> new Opportunity(cue.key(), cue.at(), cue.length(), Optional.empty()))
                .filter(this::unknown)
                .toList();
    }

    /** A cue that is repeated, or spelled in two ways, lies within the avail it opened. */
    private boolean unknown(Opportunity opportunity) {
        return avails.stream()
                .noneMatch(avail -> avail.key().equals(opportunity.key())
                        || (signal == BreakSignal.CUES
                                && Duration.between(avail.at(), opportunity.at())
                                                .abs()
                                                .compareTo(Duration.ofSeconds(2))
                                        < 0));
    }

    private void decide(
            Opportunity opportunity,
            String lead,
            Map<String, Window> windows,
            Map<String, Variant> variants,
            List<AdBreak> breaks,
            String why) {
        Optional<Segment> first = spliceIn(windows.get(lead), lead, opportunity.at());
        if (first.isEmpty()) {
            return;
        }
        Duration late = Duration.between(opportunity.at(), first.get().start());
        Duration patience = Duration.ofSeconds(2L * numberings.get(lead).target());
        if (signal == BreakSignal.CLOCK && late.compareTo(patience) > 0) {
            return;
        }
        Optional<AdBreak> planned = planned(opportunity, breaks).map(now -> frozen.getOrDefault(now.id(), now));
        Avail avail = decision(opportunity, planned, late, first.get(), windows, variants, why);
        Avail written = write(avail);
        avails.add(written);
        avails.sort(Comparator.comparing(Avail::start));
        while (avails.size() > KEPT) {
            avails.remove(0);
        }
        lastReason = written.reason().isEmpty() ? written.left() : written.reason();
        decided.accept(written);
    }

    private Optional<AdBreak> planned(Opportunity opportunity, List<AdBreak> breaks) {
        return opportunity.planned().or(() -> nearest(opportunity.at(), breaks));
    }

    /** What is to air is settled one segment before it does; who changes the schedule later comes too late for this break. */
    private void freeze(Window lead, Duration segment, List<Opportunity> opportunities, List<AdBreak> breaks) {
        Instant soon = lead.edge().plus(segment);
        opportunities.stream()
                .filter(opportunity -> !opportunity.at().isAfter(soon))
                .flatMap(opportunity -> planned(opportunity, breaks).stream())
                .forEach(planned -> frozen.putIfAbsent(planned.id(), planned));
        while (frozen.size() > KEPT) {
            frozen.remove(frozen.keySet().iterator().next());
        }
    }

    private Avail write(Avail avail) {
        try {
            return records.decide(avail);
        } catch (RuntimeException e) {
            return avail.unstitched("DATABASE: " + message(e));
        }
    }

    private static String message(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** The first segment that starts at an instant or later and that nobody has seen. */
    private Optional<Segment> spliceIn(Window window, String rendition, Instant at) {
        Timeline timeline = timeline(rendition);
        long shown = numberings.get(rendition).sequence();
        return unseen(window, rendition)
                .filter(segment -> !segment.start().isBefore(at.minus(Timeline.TOLERANCE)))
                // one that has begun is seen
                .filter(segment -> segment.sequence()
                                + timeline.shiftAt(segment.sequence()).sequence()
                        > shown)
                .findFirst();
    }

    private Optional<AdBreak> nearest(Instant at, List<AdBreak> breaks) {
        return breaks.stream()
                .filter(planned -> Duration.between(planned.start(), at).abs().compareTo(NEAR) <= 0)
                .filter(planned -> !used(planned.id()))
                .min(Comparator.comparing(
                        planned -> Duration.between(planned.start(), at).abs()));
    }

    private Avail decision(
            Opportunity opportunity,
            Optional<AdBreak> planned,
            Duration late,
            Segment first,
            Map<String, Window> windows,
            Map<String, Variant> variants,
            String why) {
        if (planned.isEmpty()) {
            return network(opportunity, "", "NO_BREAK: no break is scheduled within 2 minutes");
        }
        AdBreak adBreak = planned.get();
        String refusal = manual.refusal(adBreak.id(), why);
        if (!refusal.isEmpty()) {
            return network(opportunity, adBreak.id(), refusal);
        }
        Map<String, Segment> firsts = new TreeMap<>();
        for (String name : variants.keySet()) {
            if (!numberings.containsKey(name)) {
                continue;
            }
            Optional<Segment> segment = Optional.ofNullable(windows.get(name))
                    .map(window -> spliceIn(window, name, first.start()))
                    .orElse(Optional.of(first));
            if (segment.isEmpty() || !together(segment.get().start(), first.start())) {
                return network(
                        opportunity,
                        adBreak.id(),
                        "NOT_ALIGNED: rendition " + name + " has no segment that starts at " + first.start());
            }
            firsts.put(name, segment.get());
        }
        Pod pod = new Pod(
                        filling,
                        creatives,
                        variants,
                        target().orElse(0),
                        capacity(opportunity, adBreak, late),
                        slack(opportunity))
                .fill(adBreak);
        if (pod.empty()) {
            return new Avail(
                    0,
                    opportunity.key(),
                    epoch(),
                    opportunity.at(),
                    opportunity.length(),
                    adBreak.id(),
                    whyEmpty(adBreak, late),
                    pod.spots(),
                    Map.of());
        }
        Map<String, Splice> splices = new TreeMap<>();
        firsts.forEach((name, segment) ->
                splices.put(name, timeline(name).splice(segment, pod.segments(variants.get(name)))));
        return new Avail(
                0,
                opportunity.key(),
                epoch(),
                opportunity.at(),
                opportunity.length(),
                adBreak.id(),
                "",
                pod.spots(),
                splices);
    }

    private static String whyEmpty(AdBreak adBreak, Duration late) {
        if (adBreak.spots().isEmpty()) {
            return "EMPTY: the break has no spots";
        }
        return late.compareTo(Timeline.TOLERANCE) > 0
                ? "LATE_CUE: " + late.toMillis() + " ms of the break were over when it could start"
                : "NOTHING_FITS: no spot of the break can air";
    }

    private Avail network(Opportunity opportunity, String breakId, String reason) {
        return Avail.network(opportunity.key(), epoch(), opportunity.at(), opportunity.length(), breakId, reason);
    }

    private static boolean together(Instant one, Instant other) {
        return Duration.between(one, other).abs().compareTo(Timeline.TOLERANCE) <= 0;
    }

    /** A cue's own length binds; the clock's break may start a segment late and still run its whole length. */
    private Duration capacity(Opportunity opportunity, AdBreak adBreak, Duration late) {
        if (signal == BreakSignal.CLOCK || Manual.gave(opportunity.key())) {
            return adBreak.capacity();
        }
        Duration lost = late.compareTo(Timeline.TOLERANCE) > 0 ? late : Duration.ZERO;
        return (opportunity.length().isZero() ? adBreak.capacity() : opportunity.length()).minus(lost);
    }

    private Duration slack(Opportunity opportunity) {
        return signal == BreakSignal.CLOCK || opportunity.length().isZero() ? ROUNDING : Timeline.TOLERANCE;
    }

    /** Ends every splice whose end the windows have reached. */
    private void end(String lead, Map<String, Window> windows, List<Cue> cues) {
        for (int i = 0; i < avails.size(); i++) {
            Avail avail = avails.get(i);
            if (open(avail) && avail.splices().containsKey(lead)) {
                avails.set(i, ended(avail, lead, windows, cues));
            }
        }
    }

    private Avail ended(Avail avail, String lead, Map<String, Window> windows, List<Cue> cues) {
        Splice leading = avail.splices().get(lead);
        Optional<Cue> back = cues.stream()
                .filter(cue -> cue.type() == Cue.Type.IN && (signal == BreakSignal.CUES || Manual.gave(cue.key())))
                .filter(cue -> cue.at().isAfter(leading.start().plus(Timeline.TOLERANCE)))
                .filter(cue -> cue.at().isBefore(leading.podEnd().minus(Timeline.TOLERANCE)))
                .min(Comparator.comparing(Cue::at));
        Instant end = back.map(cue -> Manual.gave(cue.key()) ? cue.at() : completed(leading, cue.at()))
                .orElse(leading.podEnd());
        Optional<Splice> ended = ended(leading, windows.get(lead), lead, end, Optional.empty());
        if (ended.isEmpty()) {
            return avail;
        }
        Map<String, Splice> splices = new TreeMap<>();
        for (Map.Entry<String, Splice> entry : avail.splices().entrySet()) {
            Window window = windows.get(entry.getKey());
            Optional<Splice> one = window == null
                    ? Optional.of(entry.getValue().endedLike(ended.get()))
                    : ended(entry.getValue(), window, entry.getKey(), end, Optional.of(ended.get()));
            if (one.isEmpty()) {
                return avail;
            }
            splices.put(entry.getKey(), one.get());
        }
        Avail closed = avail.ended(splices);
        records.end(
                closed,
                back.map(cue -> Manual.gave(cue.key()) ? "BY_HAND" : "EARLY_RETURN")
                        .orElse(""));
        return closed;
    }

    /** Where the spot on air may be completed, the network comes back after it. */
    private Instant completed(Splice splice, Instant back) {
        Instant over = splice.endOfSpotAt(back);
        boolean may = filling.rules().overrun() == Stitching.Overrun.COMPLETE_AD
                && Duration.between(back, over).compareTo(filling.rules().mostOverrun()) <= 0;
        return may ? over : back;
    }

    private Optional<Splice> ended(
            Splice splice, Window window, String rendition, Instant end, Optional<Splice> leading) {
        int aired = Math.max(splice.over(end, Timeline.TOLERANCE), shown(splice, rendition));
        if (passed(splice, window, aired)) {
            // nobody saw the rest of the pod: we were down, or the origin was
            aired = shown(splice, rendition);
        } else if (leading.isPresent() && leading.get().end().orElseThrow().aired() == 0) {
            aired = 0;
        }
        Instant from =
                aired == 0 ? splice.start() : later(end, splice.start(aired)).minus(Timeline.TOLERANCE);
        int airing = aired;
        return window.segments().stream()
                .filter(segment -> segment.sequence() >= splice.first() + (airing == 0 ? 0 : 1))
                .filter(segment -> !segment.start().isBefore(from))
                .findFirst()
                .map(segment -> splice.ended(segment, airing));
    }

    /** Whether the window has moved on past a pod without all of it having been listed. */
    private static boolean passed(Splice splice, Window window, int aired) {
        return aired > 0 && !window.first().start().isBefore(splice.start(aired).minus(Timeline.TOLERANCE));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** How many segments of a pod viewers have seen already, before a restart too. */
    private int shown(Splice splice, String rendition) {
        long last = numberings.get(rendition).sequence();
        return (int) Math.max(0, Math.min(splice.pod().size(), last - splice.sequence(0) + 1));
    }

    /** What each rendition publishes. */
    Map<String, List<Line>> lines(Map<String, Window> windows) {
        Map<String, List<Line>> lines = new TreeMap<>();
        windows.forEach((name, window) -> lines.put(
                name, timeline(name).lines(window, numberings.get(name).sequence())));
        return lines;
    }

    /** What each rendition publishes of the segment after its last: it must follow on it. */
    Map<String, Begun> begun(Map<String, Window> windows, Map<String, List<Line>> lines) {
        Map<String, Begun> begun = new TreeMap<>();
        lines.forEach((name, listed) -> {
            Begun next = timeline(name).begun(windows.get(name));
            boolean follows = !listed.isEmpty()
                    && next.line()
                            .map(line -> line.sequence()
                                    == listed.get(listed.size() - 1).sequence() + 1)
                            .orElse(true);
            begun.put(name, follows ? next : Begun.NOTHING);
        });
        return begun;
    }

    /** What a rendition shows of spots. */
    List<Timeline.Shown> shown(String rendition, Window window) {
        return timeline(rendition).shown(window.segments());
    }

    /** Takes note that viewers see these lines now, and what has begun after them: that is not changed either. */
    void published(Map<String, Window> windows, Map<String, List<Line>> lines, Map<String, Begun> begun) {
        windows.forEach((name, window) -> {
            missed(name, lines.get(name));
            List<Line> published = Stream.concat(lines.get(name).stream(), begun.get(name).line().stream())
                    .toList();
            if (window.playlist().dated() && !published.isEmpty()) {
                visible.put(name, published);
            }
            numberings.computeIfPresent(name, (key, numbering) -> {
                Numbering at =
                        window.whole().last().sequence() > numbering.origin().sequence()
                                ? numbering.at(OriginMark.at(window.whole().last()))
                                : numbering;
                return published.isEmpty() ? at : at.published(published.get(published.size() - 1));
            });
        });
    }

    /** The origin was out of reach for longer than its window: what would have aired meanwhile nobody has seen. */
    private void missed(String rendition, List<Line> published) {
        long last = numberings.get(rendition).sequence();
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

    private Timeline timeline(String rendition) {
        Epoch epoch = numberings.get(rendition).epoch();
        return timelines.compute(
                rendition,
                (name, known) ->
                        known != null && known.isOf(epoch, avails) ? known : new Timeline(epoch, avails, name));
    }

    /** The spots whose last segment has been published and that are not in the as-run log yet. */
    List<Airing> aired(String lead) {
        List<Airing> aired = new ArrayList<>();
        for (Avail avail : avails) {
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
                || splice.sequence(aired - 1) > numberings.get(lead).sequence()) {
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
