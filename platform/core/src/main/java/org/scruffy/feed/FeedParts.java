package org.scruffy.feed;

import java.time.Duration;
import java.util.List;
import org.scruffy.spi.feed.Segment;

/**
 * The parts of a rendition of a feed.
 *
 * @param low the network's
 * @param spots those of spots
 * @param target the longest a part may be
 * @param sure whether the network's hint is about what comes next here too
 */
record FeedParts(LowLatency low, SpotParts spots, Duration target, boolean sure) implements Parts {

    @Override
    public List<Part> of(Segment segment) {
        return low.of(segment.sequence());
    }

    @Override
    public List<Part> of(AdSegment segment) {
        return spots.of(segment, target);
    }

    @Override
    public String hint() {
        return sure ? low.hint() : "";
    }
}
