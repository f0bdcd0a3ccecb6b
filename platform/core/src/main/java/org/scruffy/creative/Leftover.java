package org.scruffy.creative;

import java.time.Instant;

/**
 * A copy that nobody needs any more.
 *
 * @param ladder in words
 * @param bytes on the disk
 * @param since when nobody needed it first
 * @param goes when it is deleted, unless somebody needs it again
 */
public record Leftover(String adId, String title, String ladder, long bytes, Instant since, Instant goes) {}
