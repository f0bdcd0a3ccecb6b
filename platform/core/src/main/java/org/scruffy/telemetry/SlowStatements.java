package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/** Finds statements that take long, however often they are run. */
final class SlowStatements implements TraceAnalyzer {

    private static final double SLOW_MS = 500;
    private static final long MANY_ROWS = 10_000;
    // what defines tables or waits for a lock takes as long as it takes
    private static final Set<String> TOLD = Set.of("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE");

    private static final Remedy READ_FEWER =
            new Remedy("Read fewer rows: a page of them, or only the columns and rows that are shown.", List.of());

    private record Group(String worker, String shape) {}

    @Override
    public String name() {
        return "slow statements";
    }

    /** Each slow statement once, the costliest first. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        Ancestors ancestors = new Ancestors(spans);
        Map<Group, List<TraceSpan>> groups = new LinkedHashMap<>();
        for (TraceSpan span : spans) {
            if (span.statement() && span.durationMs() >= SLOW_MS) {
                String shape = Statement.shape(span.text("db.statement"));
                Statement statement = Statement.of(shape);
                if (TOLD.contains(statement.operation()) && !statement.table().isEmpty()) {
                    groups.computeIfAbsent(new Group(ancestors.worker(span), shape), first -> new ArrayList<>())
                            .add(span);
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        groups.forEach((group, slow) -> findings.add(finding(group, slow, ancestors)));
        findings.sort(Comparator.comparingDouble(Finding::totalMs).reversed());
        return findings;
    }

    private static Finding finding(Group group, List<TraceSpan> slow, Ancestors ancestors) {
        TraceSpan slowest = slow.stream()
                .max(Comparator.comparingDouble(TraceSpan::durationMs))
                .orElseThrow();
        double total = slow.stream().mapToDouble(TraceSpan::durationMs).sum();
        long rows = slowest.fields().get("db.rows") instanceof Number number ? number.longValue() : -1;
        String title = String.format(
                Locale.ROOT,
                "%s takes %,.0f ms%s",
                Statement.of(group.shape).name(),
                slowest.durationMs(),
                rows < 0 ? "" : String.format(Locale.ROOT, " for %,d rows", rows));
        Remedy remedy = rows > MANY_ROWS ? READ_FEWER : Remedy.explain(slowest);
        return new Finding(
                Finding.SLOW,
                title,
                ancestors.place(group.worker, slowest),
                slowest.text("jpa.relation"),
                group.shape,
                slow.size(),
                total,
                slow.stream().map(TraceSpan::id).toList(),
                remedy.advice(),
                remedy.snippets());
    }
}
