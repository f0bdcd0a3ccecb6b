package org.scruffy.error;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.Filter;

/**
 * A group with its latest example and where it was seen.
 *
 * @param stack the stack trace of the latest event, cut after 16,000 characters
 * @param traceId its trace, empty where it had none
 * @param where what its events have in common: filters of a query, which the events of another group may meet too
 * @param stations which ones it affected in the last 30 days, the most affected first
 * @param builds which ones it was seen in, the latest first
 * @param hours how many events of each hour of the last 7 days that had some, by time
 */
public record ErrorStory(
        ErrorGroup group,
        String stack,
        String traceId,
        List<Where> where,
        List<Station> stations,
        List<Build> builds,
        List<Hour> hours) {

    /**
     * A filter as a query has it.
     *
     * @param op its sign, such as {@code contains}
     */
    public record Where(String column, String op, String value) {

        static Where of(Filter filter) {
            String value =
                    filter.values().isEmpty() ? "" : filter.values().get(0).toString();
            return new Where(filter.column(), filter.op().sign(), value);
        }

        public Filter filter() {
            return Stream.of(Filter.Op.values())
                    .filter(one -> one.sign().equals(op))
                    .map(one -> new Filter(column, one, one.operands() == 0 ? List.of() : List.of(value)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The same where nobody knows other columns: what no event ever had, none of these has. */
    public ErrorStory knowing(Set<String> columns) {
        List<Where> asked = where.stream()
                .filter(one -> columns.contains(one.column) || !one.op.equals(Filter.Op.DOES_NOT_EXIST.sign()))
                .toList();
        return new ErrorStory(group, stack, traceId, asked, stations, builds, hours);
    }

    /** @param callSign as the events said it */
    public record Station(String callSign, long events, Instant lastSeen) {}

    /** @param name as the events said it, {@code service.version} or {@code release} */
    public record Build(String name, Instant firstSeen, Instant lastSeen) {}

    /** @param start of the hour */
    public record Hour(Instant start, long events) {}
}
