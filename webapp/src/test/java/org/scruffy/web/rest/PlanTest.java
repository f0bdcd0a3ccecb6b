package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scruffy.database.FetchPlan;

class PlanTest {

    private static final List<FetchPlan> PLANS = new FetchPlansResource().plans();

    private static Stream<Method> reads() {
        return Stream.concat(new Api().getClasses().stream(), new Demo().getClasses().stream())
                .flatMap(resource -> Stream.of(resource.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(GET.class));
    }

    @Test
    void everyRead_namesItsPlan() {
        assertThat(reads())
                .hasSizeGreaterThan(40)
                .allSatisfy(read -> assertThat(read.isAnnotationPresent(Plan.Reads.class))
                        .as("%s names the plan it reads by", read)
                        .isTrue());
    }

    @Test
    void everyPlan_servesSomethingAndSaysWhatItReads() {
        assertThat(PLANS).hasSameSizeAs(Plan.values()).allSatisfy(plan -> {
            assertThat(plan.serves()).as(plan.name()).startsWith("GET /api/");
            assertThat(plan.mostStatements()).isBetween(plan.hops().size(), 42);
        });
        assertThat(PLANS)
                .filteredOn(plan -> plan.name().equals("week"))
                .singleElement()
                .satisfies(plan -> {
                    assertThat(plan.serves())
                            .isEqualTo("GET /api/v1/stations/{callSign}/weeks/{date}, GET /api/week/{date}");
                    assertThat(plan.mostStatements()).isEqualTo(5);
                });
    }
}
