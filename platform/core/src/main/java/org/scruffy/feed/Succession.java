package org.scruffy.feed;

import java.util.ArrayList;
import java.util.List;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Segment;

/** A window and the version of the origin's playlist that was fetched after it. */
final class Succession {

    /** How a newly fetched version follows. */
    enum Step {
        /** The same life of the origin goes on. */
        FOLLOWS,
        /** An older version, as a cache between may hand out. */
        STALE,
        /** Numbers fell or mean something else: the encoder started anew. */
        RESET
    }

    private final Window before;
    private final MediaPlaylist next;
    /** What of the next version is the very same, as a follower hands it out: all but what is new. */
    private final Kept kept;

    Succession(Window before, MediaPlaylist next) {
        this.before = before;
        this.next = next;
        this.kept = Kept.of(before.segments(), next.segments(), Segment::sequence);
    }

    Step step() {
        long last = next.segments().get(next.segments().size() - 1).sequence();
        if (last < before.first().sequence() || contradicts()) {
            return Step.RESET;
        }
        return last < before.last().sequence() ? Step.STALE : Step.FOLLOWS;
    }

    private boolean contradicts() {
        for (int place = after(-1); place < next.segments().size(); place = after(place)) {
            Segment segment = next.segments().get(place);
            if (known(segment) && !sameMedia(segment, seen(segment))) {
                return true;
            }
        }
        return false;
    }

    /** The next place that has to be looked at. */
    private int after(int place) {
        return kept.holds(place + 1) ? kept.now() + kept.length() : place + 1;
    }

    private boolean known(Segment segment) {
        long index = segment.sequence() - before.first().sequence();
        return index >= 0 && index < before.segments().size();
    }

    private Segment seen(Segment segment) {
        return before.segments().get((int) (segment.sequence() - before.first().sequence()));
    }

    /** Mostly it is the same text in memory, which costs nothing. */
    private static boolean sameMedia(Segment one, Segment other) {
        return one.uri().equals(other.uri()) || Window.path(one).equals(Window.path(other));
    }

    /**
     * The next version's window. Segments seen before stay as they were; new ones carry on the discontinuity number even where
     * the origin forgets EXT-X-DISCONTINUITY-SEQUENCE.
     */
    Window window() {
        List<Segment> merged = new ArrayList<>(next.segments());
        for (int place = after(-1); place < merged.size(); place = after(place)) {
            Segment segment = merged.get(place);
            Segment last = place == 0 ? before.last() : merged.get(place - 1);
            merged.set(place, known(segment) ? seen(segment) : Window.numbered(segment, last));
        }
        return new Window(new MediaPlaylist(next.targetDuration(), next.dated(), next.ended(), merged));
    }
}
