package org.scruffy.creative;

/**
 * What is known of the ladder of a feed.
 *
 * @param ladder in words, empty where it is not known
 * @param problem why it could not be read last, empty where it was
 */
public record FeedLadder(String feed, String ladder, String problem) {}
