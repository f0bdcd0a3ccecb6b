package org.scruffy.feed;

import java.time.Duration;
import java.util.Optional;

/**
 * What comes after the segments that are whole.
 *
 * @param line the parts of the next segment that are there
 * @param hint the EXT-X-PRELOAD-HINT line of the part after them, empty where it is not known
 */
record Begun(Optional<Line> line, String hint) {

    static final Begun NOTHING = new Begun(Optional.empty(), "");

    int parts() {
        return line.map(one -> one.parts().size()).orElse(0);
    }

    /** How long that is which is there. */
    Duration length() {
        return line.stream()
                .flatMap(one -> one.parts().stream())
                .map(Part::length)
                .reduce(Duration.ZERO, Duration::plus);
    }
}
