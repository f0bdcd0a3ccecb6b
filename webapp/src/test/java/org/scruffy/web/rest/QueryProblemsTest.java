package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.scruffy.telemetry.NoAnswer;

class QueryProblemsTest {

    @Test
    void whoWentAway_isNoFaultOfTheServer_whoWaitedInVainIs() {
        assertThat(QueryProblems.of(new NoAnswer("gone", new CancellationException()))
                        .getInt("status"))
                .isEqualTo(499);
        assertThat(QueryProblems.of(new NoAnswer("late", new TimeoutException()))
                        .getInt("status"))
                .isEqualTo(503);
        assertThat(QueryProblems.of(new NoAnswer("full", null)).getInt("status"))
                .isEqualTo(503);
    }
}
