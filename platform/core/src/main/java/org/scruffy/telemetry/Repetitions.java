package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/**
 * Finds statements that one piece of work repeats: the N+1 of a lazily read relation, questions asked twice, rows written one
 * by one. The repetitions need not follow each other, and may overlap.
 */
final class Repetitions implements TraceAnalyzer {

    private static final int FEWEST = 5;
    private static final double SHORTEST_MS = 50;
    private static final int MANY = 50;
    private static final double DISTINCT = 0.8;
    private static final double NEARLY = 0.1;
    private static final double PATIENT_MS = 1_000;

    private record Group(String worker, String shape, String relation, String code) {}

    @Override
    public String name() {
        return "repetitions";
    }

    /** The repetitions among the spans of a trace, the costliest first. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        return new Search(spans).found();
    }

    private static final class Search {

        private final Ancestors ancestors;
        private final Map<Group, List<TraceSpan>> groups = new LinkedHashMap<>();

        Search(List<TraceSpan> spans) {
            ancestors = new Ancestors(spans);
            Map<String, String> shapes = new HashMap<>();
            for (TraceSpan span : spans) {
                // what failed is asked again for another reason
                if (span.statement() && !span.error()) {
                    String shape = shapes.computeIfAbsent(span.text("db.statement"), Statement::shape);
                    String code = span.text("code.namespace") + "." + span.text("code.function");
                    Group group = new Group(ancestors.worker(span), shape, span.text("jpa.relation"), code);
                    groups.computeIfAbsent(group, first -> new ArrayList<>()).add(span);
                }
            }
        }

        List<Finding> found() {
            List<Finding> findings = new ArrayList<>();
            groups.forEach((group, repeated) -> {
                if (worthTelling(group, repeated)) {
                    findings.add(finding(group, repeated));
                }
            });
            findings.sort(Comparator.comparingDouble(Finding::totalMs).reversed());
            return findings;
        }

        private Finding finding(Group group, List<TraceSpan> repeated) {
            String kind = kind(group, repeated);
            TraceSpan first = repeated.get(0);
            String source = kind.equals(Finding.N_PLUS_ONE)
                    ? source(group, repeated)
                            .map(name -> ", one for each row of " + name)
                            .orElse(", one for each parent")
                    : "";
            Remedy remedy = remedy(kind, group, first, ancestors.field(first, group.worker));
            return new Finding(
                    kind,
                    title(kind, group, repeated, source),
                    ancestors.place(group.worker, first),
                    group.relation,
                    group.shape,
                    repeated.size(),
                    total(repeated),
                    repeated.stream().map(TraceSpan::id).toList(),
                    remedy.advice(),
                    remedy.snippets());
        }

        /** The last statement before, of the same worker, that read about as many rows as there are repetitions. */
        private Optional<String> source(Group group, List<TraceSpan> repeated) {
            double start = repeated.get(0).startMs();
            return groups.entrySet().stream()
                    .filter(other -> other.getKey().worker.equals(group.worker)
                            && !other.getKey().equals(group)
                            && !Statement.of(other.getKey().shape).writes())
                    .flatMap(other -> other.getValue().stream())
                    .filter(span -> span.startMs() <= start && rows(span) > 0)
                    .filter(span -> Math.abs(rows(span) - repeated.size()) <= NEARLY * repeated.size())
                    .max(Comparator.comparingDouble(TraceSpan::startMs))
                    .map(span -> Statement.of(span.text("db.statement")).name());
        }
    }

    private static double rows(TraceSpan span) {
        return span.fields().get("db.rows") instanceof Number number ? number.doubleValue() : -1;
    }

    private static boolean worthTelling(Group group, List<TraceSpan> repeated) {
        boolean counts = repeated.size() >= MANY || (repeated.size() >= FEWEST && total(repeated) >= SHORTEST_MS);
        return counts
                // a statement of no table keeps a connection alive or draws a number
                && !Statement.of(group.shape).table().isEmpty()
                && !Statement.batched(group.shape)
                && !Statement.paged(group.shape)
                && !patient(repeated)
                && !manyRowsEach(group, repeated);
    }

    /** Whoever waits a second and more between two of them looks whether something has changed. */
    private static boolean patient(List<TraceSpan> repeated) {
        double last = repeated.get(repeated.size() - 1).startMs();
        return (last - repeated.get(0).startMs()) / (repeated.size() - 1)
                > PATIENT_MS + total(repeated) / repeated.size();
    }

    /** A write that changes many rows each time is a batch already. */
    private static boolean manyRowsEach(Group group, List<TraceSpan> repeated) {
        return Statement.of(group.shape).writes()
                && repeated.stream().filter(span -> rows(span) > 1).count() > repeated.size() / 2;
    }

    private static double total(List<TraceSpan> repeated) {
        return repeated.stream().mapToDouble(TraceSpan::durationMs).sum();
    }

    private static String kind(Group group, List<TraceSpan> repeated) {
        if (Statement.of(group.shape).writes()) {
            return Finding.CHUNKABLE_WRITE;
        }
        long distinct = repeated.stream().map(Repetitions::question).distinct().count();
        if (distinct == 1 && known(repeated)) {
            return Finding.REDUNDANT;
        }
        boolean differ = distinct >= DISTINCT * repeated.size();
        return differ || !group.relation.isEmpty() || !known(repeated) ? Finding.N_PLUS_ONE : Finding.REDUNDANT;
    }

    /** What tells one question from another of the same shape: the values, hashed, or as they stand in the statement. */
    private static String question(TraceSpan span) {
        return span.text("db.bind_hash") + span.text("db.statement");
    }

    /** Whether the values can be compared at all: a stranger's statement may hide them without a hash. */
    private static boolean known(List<TraceSpan> repeated) {
        TraceSpan first = repeated.get(0);
        return !first.text("db.bind_hash").isEmpty() || !Statement.marked(first.text("db.statement"));
    }

    private static String title(String kind, Group group, List<TraceSpan> repeated, String source) {
        String what = group.relation.isEmpty() ? Statement.of(group.shape).name() : group.relation;
        String how = switch (kind) {
            case Finding.N_PLUS_ONE -> "%s is read by %,d statements%s, %,.0f ms in all";
            case Finding.REDUNDANT -> "%s asks the same %,d times%s, %,.0f ms in all";
            default -> "%s writes row by row, %,d times%s, %,.0f ms in all";
        };
        return String.format(Locale.ROOT, how, what, repeated.size(), source, total(repeated));
    }

    private static Remedy remedy(String kind, Group group, TraceSpan first, String field) {
        return switch (kind) {
            case Finding.REDUNDANT -> Remedy.keep(first);
            case Finding.CHUNKABLE_WRITE -> Remedy.batch(first);
            default -> plan(group, first, field);
        };
    }

    /** How all of them are read by one statement. */
    private static Remedy plan(Group group, TraceSpan first, String field) {
        if (!field.isEmpty()) {
            return Remedy.dataLoader(field, first);
        }
        if (Statement.limited(group.shape)) {
            return Remedy.firstRowsOfAll(first);
        }
        if (group.relation.isEmpty()) {
            return Remedy.byAllKeys(first);
        }
        boolean toOne = Boolean.FALSE.equals(first.fields().get("jpa.to_many"));
        return toOne ? Remedy.fetch(group.relation) : Remedy.batch(group.relation);
    }
}
