package org.scruffy.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.scruffy.spi.telemetry.Finding;
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
     * @param wrong whether something is wrong with their statements
     * @param ours for how many of them our analyzers say so
     * @param sentrys for how many Sentry's rules do
     */
    public record Family(int traces, boolean wrong, int ours, int sentrys) {

        Family plus(Family other) {
            return new Family(traces + other.traces, wrong || other.wrong, ours + other.ours, sentrys + other.sentrys);
        }
    }

    private TracesJudged() {}

    /** All traces that are about repeated statements or about nothing, by their name. */
    public static Map<String, Family> repetitions() {
        Map<String, Family> families = new LinkedHashMap<>();
        for (Labelled trace : TraceCorpus.all()) {
            Family one = new Family(
                    1,
                    trace.expected().stream().anyMatch(REPETITIONS::contains),
                    kinds(trace).stream().anyMatch(REPETITIONS::contains) ? 1 : 0,
                    SentryRules.repetition(trace.spans()) ? 1 : 0);
            families.merge(trace.name().replaceFirst(" \\d+$", ""), one, Family::plus);
        }
        return families;
    }

    /** The same for single slow statements. */
    public static Map<String, Family> slow() {
        Map<String, Family> families = new LinkedHashMap<>();
        for (Labelled trace : TraceCorpus.all()) {
            Family one = new Family(
                    1,
                    trace.expected().contains(Finding.SLOW),
                    kinds(trace).contains(Finding.SLOW) ? 1 : 0,
                    SentryRules.slow(trace.spans()) ? 1 : 0);
            families.merge(trace.name().replaceFirst(" \\d+$", ""), one, Family::plus);
        }
        families.values().removeIf(family -> !family.wrong() && family.ours() + family.sentrys() == 0);
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
