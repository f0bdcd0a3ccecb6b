package org.scruffy.feed;

import java.util.List;
import org.scruffy.spi.feed.Segment;

/** How the segments of a rendition fall into parts. */
interface Parts {

    /** Of a feed that has none. */
    Parts NONE = new Parts() {
        @Override
        public List<Part> of(Segment segment) {
            return List.of();
        }

        @Override
        public List<Part> of(AdSegment segment) {
            return List.of();
        }

        @Override
        public String hint() {
            return "";
        }
    };

    /** Of the network's segment, as far as they are listed. */
    List<Part> of(Segment segment);

    /** Of a spot's segment: all of them. */
    List<Part> of(AdSegment segment);

    /** The network's EXT-X-PRELOAD-HINT line, empty where it has none that is sure to be right. */
    String hint();
}
