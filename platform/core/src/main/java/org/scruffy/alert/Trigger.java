package org.scruffy.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.scruffy.spi.telemetry.Filter;

/**
 * A number that is watched.
 *
 * @param updated when people changed it last
 * @param firing since when something of it fires, empty where all is well
 * @param checked when it was looked at last, empty where nobody did yet
 * @param problem why it could not be answered then, empty where it could
 */
public record Trigger(
        String id, Said said, Instant updated, Optional<Instant> firing, Optional<Instant> checked, String problem) {

    /**
     * What people say of it.
     *
     * @param station a call sign, {@code *} for everywhere
     * @param specification a query with one calculation, as {@code POST /api/v1/query} takes it, without its time: a JSON object
     * @param op greater or less, with or without equal: a group whose number compares so with the threshold is beyond it
     * @param every how long from one look to the next
     * @param window how much time is looked at, up to now
     * @param exceededLimit how many looks in a row find a group beyond the threshold before it fires, 1 to 5
     * @param recipients the ids of who is told
     */
    public record Said(
            String name,
            String description,
            String station,
            String specification,
            Filter.Op op,
            double threshold,
            Duration every,
            Duration window,
            int exceededLimit,
            boolean enabled,
            List<String> recipients) {

        public Said {
            recipients = List.copyOf(recipients);
        }

        boolean exceeds(double value) {
            return switch (op) {
                case GREATER -> value > threshold;
                case GREATER_OR_EQUAL -> value >= threshold;
                case LESS -> value < threshold;
                case LESS_OR_EQUAL -> value <= threshold;
                default -> throw new IllegalStateException("Trigger " + name + " compares by " + op);
            };
        }
    }
}
