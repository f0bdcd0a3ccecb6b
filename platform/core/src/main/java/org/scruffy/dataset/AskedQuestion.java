package org.scruffy.dataset;

import java.time.Instant;

/**
 * A question about events that somebody asked.
 *
 * @param station at which, as its call sign, empty where at none
 * @param at when it was asked last
 * @param address what Explore's address had after its question mark
 * @param words what it is about, for a list
 * @param kept whether its answer of then is kept
 */
public record AskedQuestion(
        String id, String who, String station, Instant at, String address, String words, boolean kept) {}
