package org.scruffy.client;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Where one more spot may go in a week.
 *
 * @param best at most five breaks, the best first
 * @param fitting how many it may go into in all
 * @param ruledOut how many breaks of the week each reason rules out, for example {@code CAPACITY}
 */
public record OpeningsDocument(List<Opening> best, int fitting, Map<String, Integer> ruledOut) {

    /**
     * One break.
     *
     * @param freeMs what is left of it
     * @param creative the Ad-ID of the one whose turn it is
     * @param reasons why it is good, in words
     */
    public record Opening(
            @JsonbProperty("break") String adBreak,
            Instant startsAt,
            String program,
            long freeMs,
            String creative,
            List<String> reasons) {

        @JsonbCreator
        public Opening {
            reasons = List.copyOf(reasons);
        }
    }

    @JsonbCreator
    public OpeningsDocument {
        best = List.copyOf(best);
        ruledOut = Map.copyOf(ruledOut);
    }
}
