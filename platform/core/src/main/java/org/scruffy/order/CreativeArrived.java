package org.scruffy.order;

/**
 * A file was sent for a creative and waits for conditioning: its row of {@code creative_file} is committed. Told for promptness
 * only; whoever conditions finds the row also without it.
 */
public record CreativeArrived(String adId, String sha256) {}
