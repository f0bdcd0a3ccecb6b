package org.scruffy.dashcues;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.feed.StitchingAdapter;

/** Tells what a DASH manifest signals. */
public class DashCuesPlugin implements Plugin {

    @Override
    public String name() {
        return "dash-cues";
    }

    @Override
    public List<StitchingAdapter> stitchingAdapters() {
        return List.of(new DashCues());
    }
}
