package org.scruffy.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scruffy.spi.feed.Cue;

/** How avails end: when their pod is over, or before where the network comes back early. */
final class Endings {

    private final Ledger ledger;
    private final PatientRecords records;
    private final boolean signalled;
    private Stitching rules = Filling.DEFAULT.rules();

    /** @param signalled whether the feed says itself when the network comes back */
    Endings(Ledger ledger, PatientRecords records, boolean signalled) {
        this.ledger = ledger;
        this.records = records;
        this.signalled = signalled;
    }

    void rules(Stitching now) {
        rules = now;
    }

    /** Ends every splice whose end the windows have reached. */
    void end(String lead, Map<String, Window> windows, List<Cue> cues) {
        ledger.change(avail ->
                ledger.open(avail) && avail.splices().containsKey(lead) ? ended(avail, lead, windows, cues) : avail);
    }

    private Avail ended(Avail avail, String lead, Map<String, Window> windows, List<Cue> cues) {
        Splice leading = avail.splices().get(lead);
        Optional<Cue> back = cues.stream()
                .filter(cue -> cue.type() == Cue.Type.IN && (signalled || Manual.gave(cue.key())))
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
        boolean may = rules.overrun() == Stitching.Overrun.COMPLETE_AD
                && Duration.between(back, over).compareTo(rules.mostOverrun()) <= 0;
        return may ? over : back;
    }

    private Optional<Splice> ended(
            Splice splice, Window window, String rendition, Instant end, Optional<Splice> leading) {
        int aired = Math.max(splice.over(end, Timeline.TOLERANCE), ledger.shown(splice, rendition));
        if (passed(splice, window, aired)) {
            // nobody saw the rest of the pod: we were down, or the origin was
            aired = ledger.shown(splice, rendition);
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
}
