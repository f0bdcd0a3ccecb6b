package org.scruffy.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;
import org.scruffy.testkit.TraceCorpus;
import org.scruffy.testkit.TraceCorpus.Labelled;

/** What our analyzers and Sentry's rules say of traces of which it is known what is wrong with them. */
public final class TracesJudged {

    private static final Set<String> REPETITIONS =
            Set.of(Finding.N_PLUS_ONE, Finding.REDUNDANT, Finding.CHUNKABLE_WRITE);
    private static final int ROUNDS = 20;

    /**
     * The traces of one name.
     *
     * @param traces how many
     * @param wrong whether that which is asked about is wrong with them
     * @param ours for how many of them our analyzers say so
     * @param sentrys for how many Sentry's rules do
     */
    public record Family(int traces, boolean wrong, int ours, int sentrys) {

        Family plus(Family other) {
            return new Family(traces + other.traces, wrong || other.wrong, ours + other.ours, sentrys + other.sentrys);
        }
    }

    private TracesJudged() {}

    /** Whether statements are repeated, of all traces that have some. */
    public static Map<String, Family> repetitions() {
        return judged(REPETITIONS, TraceSpan::statement, SentryRules::repetition);
    }

    /** Whether a single statement is slow, of the traces in which one is or is said to be; so the following. */
    public static Map<String, Family> slow() {
        return concerned(Set.of(Finding.SLOW), TraceSpan::statement, SentryRules::slow);
    }

    /** Whether calls wait for each other that need not. */
    public static Map<String, Family> serialCalls() {
        return concerned(Set.of(Finding.SERIAL_CALLS), Call::remote, SentryRules::serialCalls);
    }

    /** Whether statements wait for each other that need not. */
    public static Map<String, Family> serialStatements() {
        return concerned(Set.of(Finding.SERIAL_STATEMENTS), TraceSpan::statement, SentryRules::serialStatements);
    }

    /** Whether calls get one by one, or again, what one could. */
    public static Map<String, Family> repeatedCalls() {
        return concerned(Set.of(Finding.REPEATED_CALLS, Finding.REDUNDANT), Call::remote, SentryRules::repeatedCalls);
    }

    private static Map<String, Family> concerned(
            Set<String> kinds, Predicate<TraceSpan> concerned, Predicate<List<TraceSpan>> sentrys) {
        Map<String, Family> families = judged(kinds, concerned, sentrys);
        families.values().removeIf(family -> !family.wrong() && family.ours() + family.sentrys() == 0);
        return families;
    }

    /** By the names of the traces that have a span of those concerned. */
    private static Map<String, Family> judged(
            Set<String> wrong, Predicate<TraceSpan> concerned, Predicate<List<TraceSpan>> sentrys) {
        Map<String, Family> families = new LinkedHashMap<>();
        for (Labelled trace : TraceCorpus.all()) {
            if (trace.spans().stream().noneMatch(concerned)) {
                continue;
            }
            Family one = new Family(
                    1,
                    trace.expected().stream().anyMatch(wrong::contains),
                    kinds(trace).stream().anyMatch(wrong::contains) ? 1 : 0,
                    sentrys.test(trace.spans()) ? 1 : 0);
            families.merge(trace.name().replaceFirst(" \\d+$", ""), one, Family::plus);
        }
        return families;
    }

    private static Set<String> kinds(Labelled trace) {
        return Traces.ownFindings(trace.spans()).stream().map(Finding::kind).collect(Collectors.toSet());
    }

    /** How many milliseconds the largest trace takes to analyze, and how many spans it has. */
    public static double[] cost() {
        List<Labelled> traces = TraceCorpus.all();
        Labelled largest = traces.stream()
                .max((one, other) ->
                        Integer.compare(one.spans().size(), other.spans().size()))
                .orElseThrow();
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Traces.ownFindings(largest.spans());
            best = Math.min(best, (System.nanoTime() - start) / 1e6);
        }
        return new double[] {best, largest.spans().size()};
    }
}
