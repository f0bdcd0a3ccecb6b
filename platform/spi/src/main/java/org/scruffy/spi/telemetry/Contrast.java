package org.scruffy.spi.telemetry;

import java.util.List;
import java.util.Map;

/**
 * How often values came among the events that somebody selected, beside how often they came among those of a baseline.
 *
 * @param selection the events selected
 * @param baseline the events of the baseline that are not selected
 * @param splits one for each set of columns asked for, in their order
 * @param oneIn of the baseline, one in so many traces was looked at, and its events count for as many; 1 where all were
 */
public record Contrast(Side selection, Side baseline, List<Split> splits, long oneIn) {

    /**
     * What was counted on one side.
     *
     * @param events how many events were looked at: of a large baseline it may be a sample of whole traces
     * @param weight how many events these stand for: the sum of their sample rates
     * @param squares the sum of the squares of their sample rates, which says how uneven they are
     * @param units how many traces they belong to; an event of no trace counts by itself
     */
    public record Side(long events, double weight, double squares, long units) {}

    /**
     * The events by the values of one column, or of several together.
     *
     * @param columns which
     * @param shares the groups, the most frequent first by their share of either side; of columns of words at least the 100 most frequent
     * @param others the events in groups that are not told
     */
    public record Split(List<String> columns, List<Share> shares, Weight others) {
        public Split {
            columns = List.copyOf(columns);
            shares = List.copyOf(shares);
        }
    }

    /**
     * The events of one group.
     *
     * @param group each column's value; a column that the events do not have is not there. A number stands for all of its step, see
     *     {@link EventStore#contrast}
     * @param weight how many events of either side
     */
    public record Share(Map<String, Object> group, Weight weight) {
        public Share {
            group = Map.copyOf(group);
        }
    }

    /**
     * So many events of either side, each as many as its sample rate says.
     *
     * @param selected from 0 to the selection's weight
     * @param baseline from 0 to the baseline's weight
     */
    public record Weight(double selected, double baseline) {}

    public Contrast {
        splits = List.copyOf(splits);
    }

    /** Of the whole baseline. */
    public Contrast(Side selection, Side baseline, List<Split> splits) {
        this(selection, baseline, splits, 1);
    }
}
