package org.scruffy.order;

/**
 * Who pays for spots.
 *
 * @param category the code of theirs, empty where none is said
 * @param station the call sign of the station that keeps them, empty for the network's and its sources'
 */
public record Underwriter(
        String id, String name, String category, String categoryName, String station, boolean deleted, int version) {}
