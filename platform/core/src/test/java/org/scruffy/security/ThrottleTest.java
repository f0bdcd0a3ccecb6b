package org.scruffy.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;

class ThrottleTest {

    private final HandClock clock = new HandClock();
    private final Throttle throttle = new Throttle(clock, 3);

    @Test
    void failures_areFreeUntilPatienceEnds() {
        fail(2);

        assertThat(throttle.wait("ann@1")).isZero();
    }

    @Test
    void wait_doublesWithEachFurtherFailureUpToFiveMinutes() {
        fail(3);
        assertThat(throttle.wait("ann@1")).isEqualTo(Duration.ofSeconds(1));
        fail(1);
        assertThat(throttle.wait("ann@1")).isEqualTo(Duration.ofSeconds(2));
        fail(60);
        assertThat(throttle.wait("ann@1")).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void wait_endsWithTime() {
        fail(4);
        clock.forward(Duration.ofSeconds(2));

        assertThat(throttle.wait("ann@1")).isZero();
    }

    @Test
    void wait_isNobodyElses() {
        fail(9);

        assertThat(throttle.wait("bob@1")).isZero();
    }

    @Test
    void success_forgetsTheFailures() {
        fail(9);
        throttle.succeeded("ann@1");
        fail(1);

        assertThat(throttle.wait("ann@1")).isZero();
    }

    @Test
    void failures_ofLongAgoDoNotCount() {
        fail(9);
        clock.forward(Duration.ofMinutes(16));
        fail(1);

        assertThat(throttle.wait("ann@1")).isZero();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("ann@1");
        }
    }
}
