package org.scruffy.asrun;

import java.time.Duration;

/**
 * How exact a station wants to be.
 *
 * @param late how much after its time a spot is still on time
 * @param early how much before its time a spot is still on time
 * @param missing how much of a spot may be missing
 * @param near how far from its time a spot is looked for in an automation's log
 * @param paper of affidavits
 */
public record AsRunSettings(Duration late, Duration early, Duration missing, Duration near, Paper paper) {

    static final AsRunSettings DEFAULT = new AsRunSettings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofMinutes(30),
            Paper.LETTER);

    /** The size of a page. */
    public enum Paper {
        LETTER,
        A4
    }

    public AsRunSettings {
        within("late", late, Duration.ZERO, Duration.ofHours(1));
        within("early", early, Duration.ZERO, Duration.ofHours(1));
        within("missing", missing, Duration.ZERO, Duration.ofMinutes(1));
        within("near", near, Duration.ofMinutes(1), Duration.ofHours(4));
        if (near.compareTo(late) < 0 || near.compareTo(early) < 0) {
            throw AsRunProblem.bad("near", near.toString(), "at least as much as late and early");
        }
    }

    private static void within(String field, Duration found, Duration least, Duration most) {
        if (found.compareTo(least) < 0 || found.compareTo(most) > 0) {
            throw AsRunProblem.bad(field, found.toString(), "a length from " + least + " to " + most);
        }
    }

    /** What a spot is that started and lasted so. */
    Outcome judge(Duration after, Duration planned, Duration aired) {
        if (planned.minus(aired).compareTo(missing) > 0) {
            return Outcome.SHORT;
        }
        if (after.compareTo(late) > 0) {
            return Outcome.LATE;
        }
        return after.negated().compareTo(early) > 0 ? Outcome.EARLY : Outcome.AIRED;
    }
}
