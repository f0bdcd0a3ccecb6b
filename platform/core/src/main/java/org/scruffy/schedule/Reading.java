package org.scruffy.schedule;

import java.util.List;

/**
 * What it took to read something in one of several ways.
 *
 * @param way in words
 * @param batches the paths of relations that were read for all owners at once, {@code t.breaks}
 * @param statements how many statements were sent
 * @param ms how many milliseconds it took
 * @param same whether it read the same as the first way
 */
public record Reading(String way, List<String> batches, long statements, double ms, boolean same) {

    public Reading {
        batches = List.copyOf(batches);
    }
}
