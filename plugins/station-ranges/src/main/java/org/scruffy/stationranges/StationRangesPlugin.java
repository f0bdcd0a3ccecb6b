package org.scruffy.stationranges;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.feed.StitchingAdapter;

/** Brings the dialect of a member station that fills only what is the station's to fill. */
public class StationRangesPlugin implements Plugin {

    @Override
    public String name() {
        return "station-ranges";
    }

    @Override
    public List<StitchingAdapter> stitchingAdapters() {
        return List.of(new StationRanges());
    }
}
