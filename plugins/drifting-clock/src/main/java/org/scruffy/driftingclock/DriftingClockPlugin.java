package org.scruffy.driftingclock;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.feed.StitchingAdapter;

/** Brings the dialect of feeds without cues whose dates run away from the time of day. */
public class DriftingClockPlugin implements Plugin {

    @Override
    public String name() {
        return "drifting-clock";
    }

    @Override
    public List<StitchingAdapter> stitchingAdapters() {
        return List.of(new DriftingClock());
    }
}
