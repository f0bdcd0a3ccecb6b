package org.scruffy.feed;

import java.time.Duration;

/**
 * A spot as it stood in the break when the avail was decided.
 *
 * @param position its place in the break, from 0; those left out keep theirs
 * @param placement the id of its placement
 * @param length of its air-ready form
 * @param fill what it is there for
 * @param leftOut why it does not air, empty where it is in the pod
 */
record PodSpot(int position, String placement, String adId, String title, Duration length, Fill fill, String leftOut) {

    static final String DOES_NOT_FIT = "DOES_NOT_FIT";

    boolean airs() {
        return leftOut.isEmpty();
    }

    boolean tooLong() {
        return leftOut.startsWith(DOES_NOT_FIT);
    }
}
