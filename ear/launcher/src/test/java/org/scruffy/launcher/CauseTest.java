package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CauseTest {

    @Test
    void of_isTheInnermostMessage() {
        Exception inner = new IllegalStateException("relation \"feed\" exists already.\n  Position: 1");

        assertThat(Cause.of("deployment failed", new RuntimeException("outer", inner)))
                .isEqualTo("relation \"feed\" exists already");
    }

    @Test
    void of_isTheEventsOwnMessageWhereNoCauseHasOne() {
        assertThat(Cause.of("deployment failed", new RuntimeException())).isEqualTo("deployment failed");
    }
}
