package org.scruffy.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scruffy.telemetry.Finding.Kind;

/** Finds requests that took more statements than their fetch plan allows. */
final class Budgets {

    private Budgets() {}

    /** What is over its budget, in the order of the spans. */
    static List<Finding> in(List<TraceSpan> spans) {
        List<Finding> findings = new ArrayList<>();
        for (TraceSpan span : spans) {
            if (Boolean.TRUE.equals(span.fields().get("plan.exceeded"))) {
                findings.add(finding(span));
            }
        }
        return findings;
    }

    private static Finding finding(TraceSpan span) {
        int used = span.fields().get("db.statements") instanceof Number number ? number.intValue() : 0;
        String plan = span.text("plan");
        return new Finding(
                Kind.OVER_BUDGET,
                String.format(
                        Locale.ROOT,
                        "%s took %,d statements, its fetch plan %s allows %s",
                        span.name(),
                        used,
                        plan,
                        span.text("plan.budget")),
                "",
                "",
                used,
                span.durationMs(),
                span.parent(),
                List.of(span.id()),
                "Read what the plan does not name by one of its hops; GET /api/fetch-plans lists them.");
    }
}
