package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.scruffy.telemetry.Finding.Kind;

/**
 * Finds statements that one piece of work repeats: the N+1 of a lazily read relation, questions asked twice, rows written one
 * by one. The repetitions need not follow each other, and may overlap.
 */
final class Repetitions {

    private static final int FEWEST = 5;
    private static final double SHORTEST_MS = 50;
    private static final int MANY = 50;
    private static final double DISTINCT = 0.8;

    private record Group(String parent, String shape, String relation) {}

    private final Map<String, TraceSpan> byId = new HashMap<>();

    private Repetitions(List<TraceSpan> spans) {
        spans.forEach(span -> byId.put(span.id(), span));
    }

    /** The repetitions among the spans of a trace, the costliest first. */
    static List<Finding> in(List<TraceSpan> spans) {
        return new Repetitions(spans).find(spans);
    }

    private List<Finding> find(List<TraceSpan> spans) {
        Map<Group, List<TraceSpan>> groups = new LinkedHashMap<>();
        Map<String, String> shapes = new HashMap<>();
        for (TraceSpan span : spans) {
            if (span.statement()) {
                String shape = shapes.computeIfAbsent(span.text("db.statement"), Statement::shape);
                Group group = new Group(worker(span), shape, span.text("jpa.relation"));
                groups.computeIfAbsent(group, first -> new ArrayList<>()).add(span);
            }
        }
        List<Finding> findings = new ArrayList<>();
        groups.forEach((group, repeated) -> {
            if (worthTelling(group, repeated)) {
                findings.add(finding(group, repeated));
            }
        });
        findings.sort(Comparator.comparingDouble(Finding::totalMs).reversed());
        return findings;
    }

    /** The nearest span above that is no statement itself: whoever asked. */
    private String worker(TraceSpan statement) {
        String id = statement.parent();
        for (int hops = 0; hops < byId.size(); hops++) {
            TraceSpan above = byId.get(id);
            if (above == null || !above.statement()) {
                return id;
            }
            id = above.parent();
        }
        return id;
    }

    private static boolean worthTelling(Group group, List<TraceSpan> repeated) {
        boolean counts = repeated.size() >= MANY || (repeated.size() >= FEWEST && total(repeated) >= SHORTEST_MS);
        // a statement of no table keeps a connection alive; one with a list of keys is a batch already
        return counts && !Statement.of(group.shape).table().isEmpty() && !Statement.batched(group.shape);
    }

    private static double total(List<TraceSpan> repeated) {
        return repeated.stream().mapToDouble(TraceSpan::durationMs).sum();
    }

    private static Finding finding(Group group, List<TraceSpan> repeated) {
        Kind kind = kind(group, repeated);
        TraceSpan first = repeated.get(0);
        return new Finding(
                kind,
                title(kind, group, repeated),
                group.relation,
                first.text("db.statement"),
                repeated.size(),
                total(repeated),
                group.parent,
                repeated.stream().map(TraceSpan::id).toList(),
                advice(kind, group, first));
    }

    private static Kind kind(Group group, List<TraceSpan> repeated) {
        if (Statement.of(group.shape).writes()) {
            return Kind.CHUNKABLE_WRITE;
        }
        long distinct = repeated.stream().map(Repetitions::question).distinct().count();
        if (distinct == 1 && known(repeated)) {
            return Kind.REDUNDANT;
        }
        boolean differ = distinct >= DISTINCT * repeated.size();
        return differ || !group.relation.isEmpty() || !known(repeated) ? Kind.N_PLUS_ONE : Kind.REDUNDANT;
    }

    /** What tells one question from another of the same shape: the values, hashed, or as they stand in the statement. */
    private static String question(TraceSpan span) {
        return span.text("db.bind_hash") + span.text("db.statement");
    }

    /** Whether the values can be compared at all: a stranger's statement may hide them without a hash. */
    private static boolean known(List<TraceSpan> repeated) {
        TraceSpan first = repeated.get(0);
        return !first.text("db.bind_hash").isEmpty()
                || !first.text("db.statement").matches("(?s).*(\\?|\\$\\d|%s).*");
    }

    private static String title(Kind kind, Group group, List<TraceSpan> repeated) {
        String what = group.relation.isEmpty() ? Statement.of(group.shape).name() : group.relation;
        String how = switch (kind) {
            case N_PLUS_ONE -> "%s is read by %,d statements, one for each parent, in %,.0f ms";
            case REDUNDANT -> "%s asks the same %,d times, in %,.0f ms";
            case CHUNKABLE_WRITE -> "%s writes row by row, %,d times, in %,.0f ms";
            case OVER_BUDGET -> throw new IllegalArgumentException("A repetition is over no budget");
        };
        return String.format(Locale.ROOT, how, what, repeated.size(), total(repeated));
    }

    private static String advice(Kind kind, Group group, TraceSpan first) {
        return switch (kind) {
            case REDUNDANT -> "Ask once and keep the answer for the request.";
            case CHUNKABLE_WRITE ->
                "Write many rows with one statement: JDBC batches, eclipselink.jdbc.batch-writing=JDBC.";
            case OVER_BUDGET -> throw new IllegalArgumentException("A repetition is over no budget");
            case N_PLUS_ONE ->
                group.relation.isEmpty()
                        ? "Read all of them with one statement: WHERE … IN (the parents' keys), or a join."
                        : ofRelation(
                                group.relation,
                                Boolean.FALSE.equals(first.fields().get("jpa.to_many")));
        };
    }

    private static String ofRelation(String relation, boolean toOne) {
        if (toOne) {
            return "Read " + relation + " together with its owner: a join fetch in the query.";
        }
        String attribute = relation.substring(relation.lastIndexOf('.') + 1);
        return "Read " + relation + " of all owners with one statement: the hints eclipselink.batch.type=EXISTS and"
                + " eclipselink.batch=<alias>." + attribute + " on the query that reads the owners.";
    }
}
