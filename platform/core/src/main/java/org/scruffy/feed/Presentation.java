package org.scruffy.feed;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** An air-ready creative: the same pictures in some renditions. */
record Presentation(List<Rendition> renditions) {

    /**
     * @param uris of the segments, relative to the live media playlists
     * @param lengths of the segments
     */
    record Rendition(int height, long bandwidth, String codecs, List<String> uris, List<Duration> lengths) {

        Duration length() {
            return lengths.stream().reduce(Duration.ZERO, Duration::plus);
        }
    }

    Presentation {
        renditions = List.copyOf(renditions);
    }

    /** The rendition that looks most like a variant of the feed: by height, then by bandwidth. */
    Rendition nearest(int height, long bandwidth) {
        return renditions.stream()
                .min(Comparator.comparingInt(
                                (Rendition rendition) -> height == 0 ? 0 : Math.abs(rendition.height() - height))
                        .thenComparingLong(rendition -> Math.abs(rendition.bandwidth() - bandwidth))
                        .thenComparingInt(Rendition::height))
                .orElseThrow();
    }

    int longestSegmentSeconds() {
        return (int) renditions.stream()
                .flatMap(rendition -> rendition.lengths().stream())
                .mapToLong(length -> length.plusMillis(500).toSeconds())
                .max()
                .orElse(0);
    }
}
