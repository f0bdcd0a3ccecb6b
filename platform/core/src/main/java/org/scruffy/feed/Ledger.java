package org.scruffy.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.scruffy.spi.feed.Segment;

/** What one feed has decided and counted so far: its latest avails, and how far the numbers of each rendition go. One thread at a time. */
final class Ledger {

    private static final int KEPT = 40;

    private final Map<String, Numbering> numberings = new TreeMap<>();
    private final List<Avail> avails = new ArrayList<>();
    /** As they were last asked for: a timeline is quicker about what it has seen before. */
    private final Map<String, Timeline> timelines = new HashMap<>();

    Ledger(AirRecords records) {
        numberings.putAll(records.numberings());
        avails.addAll(records.avails());
    }

    /** By rendition; of those that have been taken up. */
    Map<String, Numbering> numberings() {
        return Collections.unmodifiableMap(numberings);
    }

    Numbering numbering(String rendition) {
        return numberings.get(rendition);
    }

    boolean knows(String rendition) {
        return numberings.containsKey(rendition);
    }

    /** Takes up a rendition, unless it is known. */
    void take(String rendition, Numbering numbering) {
        numberings.putIfAbsent(rendition, numbering);
    }

    /** Nothing where the rendition is not known. */
    void count(String rendition, UnaryOperator<Numbering> on) {
        numberings.computeIfPresent(rendition, (name, numbering) -> on.apply(numbering));
    }

    Optional<Integer> target() {
        return numberings.values().stream().map(Numbering::target).findFirst();
    }

    int epoch() {
        return numberings.values().stream()
                .mapToInt(numbering -> numbering.epoch().number())
                .max()
                .orElse(0);
    }

    /** In air order. */
    List<Avail> avails() {
        return Collections.unmodifiableList(avails);
    }

    Optional<Avail> latest() {
        return avails.isEmpty() ? Optional.empty() : Optional.of(avails.get(avails.size() - 1));
    }

    void add(Avail avail) {
        avails.add(avail);
        avails.sort(Comparator.comparing(Avail::start));
        while (avails.size() > KEPT) {
            avails.remove(0);
        }
    }

    void change(UnaryOperator<Avail> avail) {
        avails.replaceAll(avail);
    }

    boolean anyOpen() {
        return avails.stream().anyMatch(this::open);
    }

    boolean open(Avail avail) {
        return avail.epoch() == epoch() && avail.open();
    }

    /** What a rendition publishes of its windows. */
    Timeline timeline(String rendition) {
        Epoch epoch = numberings.get(rendition).epoch();
        return timelines.compute(
                rendition,
                (name, known) ->
                        known != null && known.isOf(epoch, avails) ? known : new Timeline(epoch, avails, name));
    }

    /** The segments that nobody has seen or decided about. */
    Stream<Segment> unseen(Window window, String rendition) {
        long seen = numberings.get(rendition).origin().sequence();
        return window.segments().stream().filter(segment -> segment.sequence() > seen);
    }

    /** How many segments of a pod viewers have seen already, before a restart too. */
    int shown(Splice splice, String rendition) {
        long last = numberings.get(rendition).sequence();
        return (int) Math.max(0, Math.min(splice.pod().size(), last - splice.sequence(0) + 1));
    }
}
