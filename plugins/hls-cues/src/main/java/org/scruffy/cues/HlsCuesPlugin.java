package org.scruffy.cues;

import java.util.List;
import org.scruffy.spi.Plugin;
import org.scruffy.spi.feed.StitchingAdapter;

/** Brings the common cue dialects. */
public class HlsCuesPlugin implements Plugin {

    @Override
    public String name() {
        return "hls-cues";
    }

    @Override
    public List<StitchingAdapter> stitchingAdapters() {
        return List.of(new HlsCues());
    }
}
