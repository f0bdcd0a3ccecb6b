package org.scruffy.telemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.spi.telemetry.CalculatedField;
import org.scruffy.spi.telemetry.Column;
import org.scruffy.spi.telemetry.Contrast;
import org.scruffy.spi.telemetry.Contrast.Split;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.spi.telemetry.Expression;
import org.scruffy.spi.telemetry.Filter;
import org.scruffy.spi.telemetry.Query;
import org.scruffy.telemetry.Difference.Verdict;

/** Says which columns tell selected events from all others, and which only seem to. */
@ApplicationScoped
public class BubbleUp {

    /** What names one event, or says how it was brought: it differs always and explains nothing. */
    private static final Set<String> NAMES =
            Set.of("trace.trace_id", "trace.span_id", "trace.parent_id", "db.bind_hash", Event.SAMPLE_RATE);

    private static final double FALSE_ALARMS = 0.05;
    private static final double FEWEST = 20;
    private static final int MOST_CANDIDATES = 40;
    private static final int MOST_COMPARED = 12;

    private final Events events;

    protected BubbleUp() {
        this(null);
    }

    @Inject
    public BubbleUp(Events events) {
        this.events = events;
    }

    /**
     * What tells the selection from the rest of the baseline.
     *
     * @throws BadQuery for a query that cannot be asked
     */
    public Differences explain(Query selection, Query baseline) {
        List<Column> known = events.columns();
        check("selection", selection, known);
        check("query", baseline, known);
        return new Ranking(sets -> events.contrast(selection, baseline, sets), own(selection, baseline, known))
                .of(known.stream()
                        .filter(column -> !NAMES.contains(column.name()))
                        .toList());
    }

    static void check(String part, Query query, List<Column> known) {
        try {
            Queries.check(query, known);
        } catch (BadQuery e) {
            throw new BadQuery(part + "." + e.field(), e.found(), e.expected());
        }
    }

    /** The columns that the selection was made by, or that its calculated fields were; none of related spans. */
    static Set<String> own(Query selection, Query baseline, List<Column> known) {
        Map<String, Expression> made = selection.fields().stream()
                .collect(Collectors.toMap(CalculatedField::name, CalculatedField::expression));
        Set<String> names = known.stream().map(Column::name).collect(Collectors.toSet());
        return selection.filters().stream()
                .filter(filter -> !baseline.filters().contains(filter))
                .map(Filter::column)
                .flatMap(name -> Optional.ofNullable(made.get(name))
                        .map(Expression::columns)
                        .orElse(Stream.of(name)))
                .filter(names::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Counts values of columns, by themselves or together, on both sides. */
    @FunctionalInterface
    interface Counts {
        Contrast of(List<List<String>> sets);
    }

    /** Puts what differs in order. */
    static final class Ranking {

        private final Counts counts;
        private final Set<String> own;

        Ranking(Counts counts, Set<String> own) {
            this.counts = counts;
            this.own = own;
        }

        Differences of(List<Column> columns) {
            Contrast contrast = counts.of(
                    columns.stream().map(column -> List.of(column.name())).toList());
            double selected = Comparison.evidence(contrast.selection());
            double rest = Comparison.evidence(contrast.baseline());
            List<Difference> found = selected > 0 && rest > 0 ? compared(columns, contrast) : List.of();
            List<Difference> judged = judged(found, Math.min(selected, rest) >= FEWEST);
            return new Differences(
                    contrast.selection(),
                    contrast.baseline(),
                    selected,
                    rest,
                    judged,
                    found.size(),
                    warnings(contrast, selected, rest));
        }

        private static List<Difference> compared(List<Column> columns, Contrast contrast) {
            List<Difference> found = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                Comparison.of(columns.get(i), contrast.splits().get(i), contrast.selection(), contrast.baseline())
                        .ifPresent(found::add);
            }
            found.sort(Comparator.comparingDouble(Difference::p)
                    .thenComparing(Comparator.comparingDouble(Difference::atLeast)
                            .thenComparingDouble(Difference::divergence)
                            .reversed()));
            return found;
        }

        private List<Difference> judged(List<Difference> byP, boolean enough) {
            Map<String, String> constructed = constructed(byP);
            List<Difference> chosen = new ArrayList<>();
            List<Difference> free = new ArrayList<>();
            for (Difference difference : byP) {
                String because = constructed.get(difference.column().name());
                if (because == null) {
                    free.add(difference);
                } else {
                    chosen.add(difference.judged(difference.p(), Verdict.BY_CONSTRUCTION, because));
                }
            }
            List<Difference> order = new ArrayList<>(grouped(withFalseAlarms(free, enough)));
            order.addAll(chosen);
            return order;
        }

        /** Which of these are as they are because of a column of the selection, and of which. */
        private Map<String, String> constructed(List<Difference> byP) {
            Map<String, String> because = new LinkedHashMap<>();
            own.forEach(column -> because.put(column, column));
            List<List<String>> pairs = new ArrayList<>();
            for (Difference candidate : byP.subList(0, Math.min(byP.size(), MOST_CANDIDATES))) {
                if (candidate.p() <= FALSE_ALARMS
                        && !own.contains(candidate.column().name())) {
                    own.forEach(column ->
                            pairs.add(List.of(column, candidate.column().name())));
                }
            }
            for (List<String> pair : determining(pairs, false)) {
                because.putIfAbsent(pair.get(1), pair.get(0));
            }
            return because;
        }

        /** Those of the pairs whose first column determines the second or, where either will do, the other way round. */
        private List<List<String>> determining(List<List<String>> pairs, boolean either) {
            if (pairs.isEmpty()) {
                return List.of();
            }
            Contrast contrast = counts.of(pairs);
            long all = contrast.selection().events() + contrast.baseline().events();
            List<List<String>> found = new ArrayList<>();
            for (Split split : contrast.splits()) {
                String first = split.columns().get(0);
                String second = split.columns().get(1);
                if (Dependence.determines(first, second, split, all)
                        || (either && Dependence.determines(second, first, split, all))) {
                    found.add(split.columns());
                }
            }
            return found;
        }

        /** With the q-values of Benjamini and Hochberg: significant ones first, by how much they differ at least. */
        private static List<Difference> withFalseAlarms(List<Difference> byP, boolean enough) {
            Difference[] judged = new Difference[byP.size()];
            double q = 1;
            for (int rank = byP.size(); rank > 0; rank--) {
                Difference difference = byP.get(rank - 1);
                q = Math.min(q, difference.p() * byP.size() / rank);
                boolean significant = enough && q <= FALSE_ALARMS;
                judged[rank - 1] =
                        difference.judged(q, significant ? Verdict.SIGNIFICANT : Verdict.INDISTINGUISHABLE, "");
            }
            List<Difference> order = new ArrayList<>(List.of(judged));
            order.sort(Comparator.comparingDouble(difference -> difference.significant() ? -difference.atLeast() : 1));
            return order;
        }

        /** Each of the first ones together with those that only repeat it. */
        private List<Difference> grouped(List<Difference> order) {
            List<String> first = order.stream()
                    .filter(Difference::significant)
                    .limit(MOST_COMPARED)
                    .map(difference -> difference.column().name())
                    .toList();
            List<List<String>> pairs = new ArrayList<>();
            for (int i = 0; i < first.size(); i++) {
                for (int j = i + 1; j < first.size(); j++) {
                    pairs.add(List.of(first.get(i), first.get(j)));
                }
            }
            Map<String, List<String>> repeating = new HashMap<>();
            Set<String> repetitions = new LinkedHashSet<>();
            for (List<String> pair : determining(pairs, true)) {
                if (!repetitions.contains(pair.get(0)) && repetitions.add(pair.get(1))) {
                    repeating
                            .computeIfAbsent(pair.get(0), none -> new ArrayList<>())
                            .add(pair.get(1));
                }
            }
            return order.stream()
                    .filter(difference ->
                            !repetitions.contains(difference.column().name()))
                    .map(difference -> difference.sayingTheSameAs(
                            repeating.getOrDefault(difference.column().name(), List.of())))
                    .toList();
        }

        private static List<String> warnings(Contrast contrast, double selected, double rest) {
            List<String> warnings = new ArrayList<>();
            if (selected < FEWEST || rest < FEWEST) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "The selection is worth %,.0f independent events and the rest %,.0f: %,.0f of each are needed to tell causes"
                                + " from chance",
                        selected,
                        rest,
                        FEWEST));
            }
            if (contrast.oneIn() > 1) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "Of the baseline one in %,d traces was looked at, %,d events: its counts are scaled up",
                        contrast.oneIn(),
                        contrast.baseline().events()));
            }
            if (contrast.selection().units() * 2 < contrast.selection().events()) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "The %,d events selected are of %,d traces: each trace counts once",
                        contrast.selection().events(),
                        contrast.selection().units()));
            }
            return warnings;
        }
    }
}
