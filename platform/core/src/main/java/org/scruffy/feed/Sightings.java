package org.scruffy.feed;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.Sighting;

/** When each segment that is listed was first seen. */
final class Sightings {

    private Map<Long, Sighting> seen = Map.of();

    /** Those of a window that is looked at now; a number that means another segment than before is seen for the first time. */
    List<Sighting> in(Window window, Instant now) {
        Map<Long, Sighting> next = new TreeMap<>();
        window.segments().forEach(segment -> next.put(segment.sequence(), known(segment, now)));
        seen = next;
        return List.copyOf(next.values());
    }

    private Sighting known(Segment segment, Instant now) {
        return Optional.ofNullable(seen.get(segment.sequence()))
                .filter(sighting -> sighting.segment().start().equals(segment.start()))
                .orElseGet(() -> new Sighting(segment, now));
    }
}
