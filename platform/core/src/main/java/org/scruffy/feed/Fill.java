package org.scruffy.feed;

/** What a spot of a pod is there for. */
public enum Fill {
    /** It was planned in the break. */
    SPOT,
    /** It was planned in the break and is longer than what was left of it. */
    CUT_SPOT,
    /** The break's own spots left room for it. */
    FILLER,
    /** It keeps the picture until the network feed comes back. */
    SLATE
}
