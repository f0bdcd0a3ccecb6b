package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.Calculation;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.spi.telemetry.Result;
import org.scruffy.spi.telemetry.Run;

/** The patterns of messages in a time, and what became of them since an earlier one. */
@ApplicationScoped
public class LogPatterns {

    private static final int MOST_MESSAGES = 20_000;
    private static final double FACTOR = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Calculation COUNT = Calculation.COUNT;

    /** What became of a pattern; UP and DOWN mean by a factor of two at least. */
    public enum Change {
        NEW,
        GONE,
        UP,
        DOWN,
        SAME
    }

    /**
     * @param pattern its words, {@code <*>} for those that differ
     * @param example one of the messages
     * @param count how many there are, sample rates counted
     * @param before how many there were in the time compared with
     */
    public record Pattern(String pattern, String example, long count, long before) {

        /** SAME where nothing was compared. */
        public Change change(boolean compared) {
            if (!compared) {
                return Change.SAME;
            }
            if (before == 0 || count == 0) {
                return before == 0 ? Change.NEW : Change.GONE;
            }
            double factor = (double) count / before;
            return factor >= FACTOR ? Change.UP : factor <= 1 / FACTOR ? Change.DOWN : Change.SAME;
        }
    }

    /**
     * @param patterns the ones whose numbers differ most first, or the most frequent ones where nothing was compared
     * @param leftOut how many messages of both times are in none, as there were too many different ones
     */
    public record Found(List<Pattern> patterns, long leftOut) {}

    private final Events events;
    private final Queries queries;

    protected LogPatterns() {
        this(null, null);
    }

    @Inject
    public LogPatterns(Events events, Queries queries) {
        this.events = events;
        this.queries = queries;
    }

    /**
     * @param window which events, by time and filters
     * @param column what they say, {@code body} in logs of OpenTelemetry
     * @param offset how much earlier the time is that is compared with, zero for none
     * @throws BadQuery where something cannot be asked so
     */
    public Found find(Query window, String column, Duration offset) {
        Query query = window.calculating(List.of(COUNT))
                .within(List.of(Filter.of(column, Filter.Op.EXISTS)))
                .by(List.of(column))
                .every(Duration.between(window.from(), window.to()))
                .with(Set.of(Query.Part.OTHER));
        queries.check(query);
        Run run = new Run(PATIENCE);
        Result now = events.query(query.first(MOST_MESSAGES), run);
        Result before =
                offset.isZero() ? null : events.query(query.earlier(offset).first(MOST_MESSAGES), run);
        Map<String, double[]> counts = new LinkedHashMap<>();
        count(now, column, 0, counts);
        long leftOut = leftOut(now);
        if (before != null) {
            count(before, column, 1, counts);
            leftOut += leftOut(before);
        }
        return new Found(patterns(counts, before != null), leftOut);
    }

    private static void count(Result result, String column, int time, Map<String, double[]> counts) {
        for (Result.Row row : result.rows()) {
            counts.computeIfAbsent(String.valueOf(row.group().get(column)), message -> new double[2])[time] +=
                    number(row);
        }
    }

    private static double number(Result.Row row) {
        Number count = row.values().get(COUNT.label());
        return count == null ? 0 : count.doubleValue();
    }

    private static long leftOut(Result result) {
        return Math.round(number(result.other()));
    }

    static List<Pattern> patterns(Map<String, double[]> counts, boolean compared) {
        Drain drain = new Drain();
        counts.forEach((message, count) -> drain.add(message, count[0], count[1]));
        Comparator<Pattern> frequent =
                Comparator.comparingLong(Pattern::count).reversed().thenComparing(Pattern::pattern);
        return drain.clusters().stream()
                .map(cluster -> new Pattern(
                        cluster.pattern(), cluster.example(), Math.round(cluster.now()), Math.round(cluster.before())))
                .sorted(
                        compared
                                ? Comparator.comparingDouble(LogPatterns::surprise)
                                        .reversed()
                                        .thenComparing(frequent)
                                : frequent)
                .toList();
    }

    /** How far the two numbers are apart, in the standard errors of their difference. */
    private static double surprise(Pattern pattern) {
        return Math.abs(Math.sqrt(pattern.count()) - Math.sqrt(pattern.before()));
    }
}
