package org.scruffy.telemetry;

import java.util.List;
import java.util.Locale;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceAnalyzer;
import org.scruffy.spi.telemetry.TraceSpan;

/** Finds requests that took more statements than their fetch plan allows. */
final class Budgets implements TraceAnalyzer {

    @Override
    public String name() {
        return "budgets";
    }

    /** What is over its budget, in the order of the spans. */
    @Override
    public List<Finding> findings(List<TraceSpan> spans) {
        return spans.stream()
                .filter(span -> Boolean.TRUE.equals(span.fields().get("plan.exceeded")))
                .map(Budgets::finding)
                .toList();
    }

    private static Finding finding(TraceSpan span) {
        int used = span.fields().get("db.statements") instanceof Number number ? number.intValue() : 0;
        String plan = span.text("plan");
        return new Finding(
                Finding.OVER_BUDGET,
                String.format(
                        Locale.ROOT,
                        "%s took %,d statements, its fetch plan %s allows %s",
                        span.name(),
                        used,
                        plan,
                        span.text("plan.budget")),
                new Finding.Place(span.name(), span.name(), "", span.parent()),
                "",
                "",
                used,
                span.durationMs(),
                List.of(span.id()),
                "Read what the plan does not name by one of its hops; GET /api/fetch-plans lists them.");
    }
}
