package org.scruffy.dataset;

import java.util.List;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Filter.Combination;
import org.scruffy.telemetry.Match;

/**
 * How many of the events that meet all filters are kept.
 *
 * @param filters none for every event
 * @param rate one of how many is kept, 1 to 1,000,000; 1 keeps them all, whatever happens
 * @param underPressure whether it counts only while more comes than can be kept
 */
public record SamplingRule(String name, List<Filter> filters, int rate, boolean underPressure) {

    public static final int MOST = 1_000_000;

    public SamplingRule {
        filters = List.copyOf(filters);
        if (rate < 1 || rate > MOST) {
            throw new IllegalArgumentException("Rule " + name + " has rate " + rate + ", expected 1 to " + MOST);
        }
    }

    boolean covers(Event event, boolean pressed) {
        return (pressed || !underPressure) && new Match(filters, Combination.AND).test(event);
    }
}
