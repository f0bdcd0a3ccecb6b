package org.scruffy.feed;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.spi.schedule.AdBreak;

/** When a feed's breaks are, by what it says itself: in its playlists, within its segments, or by its clock. */
final class Signals {

    private final StitchingAdapter dialect;
    private final boolean signalled;
    private final Optional<SegmentWatch> segments;
    private final Sightings sightings = new Sightings();
    private final Clock clock;

    /**
     * @param signalled whether the feed has cues
     * @param segments what listens within segments, where the dialect does
     */
    Signals(StitchingAdapter dialect, boolean signalled, Optional<SegmentWatch> segments, Clock clock) {
        this.dialect = dialect;
        this.signalled = signalled;
        this.segments = segments;
        this.clock = clock;
    }

    /** The cues in a window. */
    List<Cue> cuesIn(Window window) {
        if (!signalled || !window.playlist().dated()) {
            return List.of();
        }
        List<Cue> cues = new ArrayList<>(dialect.cues(window.playlist()));
        segments.ifPresent(watch -> cues.addAll(watch.cues(window.whole())));
        cues.sort(Comparator.comparing(Cue::at));
        return cues;
    }

    /** The schedule's breaks by the feed's clock. */
    List<AdBreak> breaksOn(Window window, List<AdBreak> breaks) {
        if (signalled || !window.playlist().dated()) {
            return breaks;
        }
        Duration drift = dialect.drift(sightings.in(window.whole(), clock.instant()));
        return breaks.stream().map(planned -> later(planned, drift)).toList();
    }

    private static AdBreak later(AdBreak planned, Duration drift) {
        return new AdBreak(
                planned.id(), planned.start().plus(drift), planned.capacity(), planned.kind(), planned.spots());
    }
}
