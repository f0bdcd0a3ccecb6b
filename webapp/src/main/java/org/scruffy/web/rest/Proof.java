package org.scruffy.web.rest;

import java.util.List;
import java.util.Locale;

/**
 * What a fetch plan changes about a read of ours.
 *
 * @param read what was asked again, {@code GET /api/week/2026-11-24}
 * @param relations that the plan reads for all of their owners at once, {@code Timeslot.breaks}
 * @param same whether it answered the same both times
 * @param verdict what that proves, in words
 */
public record Proof(String read, List<String> relations, Way asItIs, Way byThePlan, boolean same, String verdict) {

    /** What one way of reading took. */
    public record Way(long statements, double ms) {}

    static Proof of(String read, List<String> relations, Replays.Answer asItIs, Replays.Answer byThePlan) {
        boolean same = asItIs.sameAs(byThePlan);
        Way before = new Way(asItIs.statements(), asItIs.ms());
        Way after = new Way(byThePlan.statements(), byThePlan.ms());
        return new Proof(read, relations, before, after, same, verdict(before, after, same));
    }

    private static String verdict(Way before, Way after, boolean same) {
        String counts = String.format(Locale.ROOT, "%,d → %,d statements", before.statements, after.statements);
        if (!same) {
            return counts + ", but the answers differ: that proves nothing.";
        }
        return after.statements < before.statements
                ? counts + ", and the same answer."
                : counts + ": the plan does not help.";
    }
}
