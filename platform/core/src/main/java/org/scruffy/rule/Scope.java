package org.scruffy.rule;

/** Where a rule holds; a later one is narrower. */
public enum Scope {
    NETWORK,
    STATION,
    FEED
}
