package org.scruffy.segmentcues;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.feed.StitchingAdapter;

/** Brings the dialect of feeds whose playlists are silent and whose segments are not. */
public class SegmentCuesPlugin implements Plugin {

    @Override
    public String name() {
        return "segment-cues";
    }

    @Override
    public List<StitchingAdapter> stitchingAdapters() {
        return List.of(new SegmentCues());
    }
}
