package org.scruffy.feed;

/**
 * How a rendition begins in an epoch, written once for all nodes: whoever finds first that numbers must begin anew decides with
 * which.
 *
 * @param at its first segment, by which another node recognises the same life of the origin
 */
record Start(String rendition, Epoch epoch, OriginMark at) {

    /** Whether a node that reads this window would give its segments the same numbers. */
    boolean suits(Window window) {
        return window.after(at)
                .filter(counted ->
                        counted.first().discontinuity() == window.first().discontinuity())
                .isPresent();
    }
}
