package org.scruffy.driftingclock;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.feed.MediaPlaylist;
import org.scruffy.spi.feed.Sighting;
import org.scruffy.spi.feed.StitchingAdapter;

/**
 * A feed without cues whose encoder took the time of day once and counts on by the lengths of its segments since: what they are
 * too long or too short adds up, hour by hour. When its segments appear says how far its dates are off.
 */
final class DriftingClock implements StitchingAdapter {

    @Override
    public List<Cue> cues(MediaPlaylist playlist) {
        return List.of();
    }

    /**
     * The segment that appeared soonest after its end was delayed by nothing but the way, which takes about a segment's length;
     * what is off by less than two of them is as good as right. Whole seconds, so that the answer does not flicker.
     */
    @Override
    public Duration drift(List<Sighting> sightings) {
        if (sightings.isEmpty()) {
            return Duration.ZERO;
        }
        Duration way = longest(sightings);
        Duration soonest = sightings.stream()
                .map(sighting ->
                        Duration.between(sighting.seen(), sighting.segment().end()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Duration drift = soonest.plus(way);
        return drift.abs().compareTo(way.multipliedBy(2)) < 0
                ? Duration.ZERO
                : Duration.ofSeconds(drift.plusMillis(500).toSeconds());
    }

    private static Duration longest(List<Sighting> sightings) {
        return sightings.stream()
                .map(sighting -> sighting.segment().length())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
