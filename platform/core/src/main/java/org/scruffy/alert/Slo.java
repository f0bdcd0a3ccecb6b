package org.scruffy.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A service level objective: how much of what qualifies must be good.
 *
 * @param updated when people changed it last
 * @param firing since when one of its burn alerts fires, empty where none does
 * @param checked when it was looked at last, empty where nobody did yet
 * @param problem why it could not be answered then, empty where it could
 */
public record Slo(
        String id,
        Said said,
        Instant updated,
        Budget budget,
        Optional<Instant> firing,
        Optional<Instant> checked,
        String problem) {

    /** What a burn alert looks at. */
    public enum Burn {
        /** At the pace of its window the budget is gone within so many hours. */
        EXHAUSTION_TIME,
        /** So many percent of the budget went within its window. */
        BUDGET_RATE
    }

    /**
     * When somebody is told that the budget goes too fast.
     *
     * @param amount hours, or percent of the budget
     * @param window how much time is looked at, up to now
     */
    public record BurnAlert(Burn kind, double amount, Duration window) {

        /** What it is called: {@code gone within 4 h}. */
        String words() {
            String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
            return kind == Burn.EXHAUSTION_TIME
                    ? "budget gone within " + number + " h"
                    : number + " % of the budget within " + Evaluations.words(window);
        }
    }

    /**
     * What people say of it.
     *
     * @param station a call sign, {@code *} for everywhere
     * @param qualifying which events count: a JSON object with {@code filters}, {@code filter_combination}, {@code calculated_fields} of a query
     * @param good which of those are good: the same without calculated fields
     * @param weight a column of numbers that events count by, such as spot-seconds; empty where each counts once
     * @param target percent, more than 0 and less than 100
     * @param windowDays 1 to 31
     * @param recipients the ids of who is told when a burn alert fires
     */
    public record Said(
            String name,
            String description,
            String station,
            String qualifying,
            String good,
            String weight,
            double target,
            int windowDays,
            List<BurnAlert> burnAlerts,
            List<String> recipients) {

        public Said {
            burnAlerts = List.copyOf(burnAlerts);
            recipients = List.copyOf(recipients);
        }
    }
}
