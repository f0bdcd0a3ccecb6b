package org.scruffy.feed;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A segment of a spot in a pod.
 *
 * @param position the spot's place in the pod, from 0
 * @param uri relative to the live media playlists
 * @param map of its initialisation section, relative likewise; empty where it needs none
 */
record AdSegment(int position, Duration length, String uri, String map) {

    /** As fine as it is stored, so that every node reckons alike. */
    AdSegment {
        length = length.truncatedTo(ChronoUnit.MICROS);
    }
}
