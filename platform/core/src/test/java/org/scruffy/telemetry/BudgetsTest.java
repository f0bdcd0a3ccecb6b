package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.telemetry.Finding;
import org.scruffy.spi.telemetry.TraceSpan;

class BudgetsTest {

    private static TraceSpan request(boolean exceeded) {
        return new TraceSpan(
                "a1",
                "",
                "GET /api/week/{date}",
                "server",
                "scruffy",
                0,
                12,
                false,
                Map.of("plan", "week", "plan.budget", 5L, "plan.exceeded", exceeded, "db.statements", 4225L));
    }

    @Test
    void exceededPlan_isAFindingThatPointsAtTheRequest() {
        assertThat(new Budgets().findings(List.of(request(true))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.OVER_BUDGET);
                    assertThat(finding.title())
                            .isEqualTo("GET /api/week/{date} took 4,225 statements, its fetch plan week allows 5");
                    assertThat(finding.spans()).containsExactly("a1");
                });
    }

    @Test
    void keptPlan_isNoFinding() {
        assertThat(new Budgets().findings(List.of(request(false)))).isEmpty();
    }
}
