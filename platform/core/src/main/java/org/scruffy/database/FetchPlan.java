package org.scruffy.database;

import java.util.List;

/**
 * How an answer is read: by which statements, and by how many at most, however much there is to read. A request that takes more
 * says so on its span.
 *
 * @param name as on the span, for example {@code week}
 * @param serves the requests that are answered by it
 * @param hops what is read, in order, each by one statement unless it says otherwise
 * @param mostStatements of the whole request, with those that find out who asks
 */
public record FetchPlan(String name, String serves, List<Hop> hops, int mostStatements) {

    /** What one statement reads. */
    public record Hop(String name, String reads) {}

    public FetchPlan {
        hops = List.copyOf(hops);
        if (mostStatements < hops.size()) {
            throw new IllegalArgumentException("Plan " + name + " has " + hops.size() + " hops and may use only "
                    + mostStatements + " statements");
        }
    }
}
