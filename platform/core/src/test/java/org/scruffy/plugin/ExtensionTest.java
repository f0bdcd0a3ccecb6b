package org.scruffy.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.scruffy.HandClock;
import org.scruffy.Silence;

class ExtensionTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HandClock clock = new HandClock();
    private final Extension<String> extension = new Extension<>("acme", "hello", threads, new Silence(), clock);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void call_answers() {
        assertThat(extension.call("length", -1, String::length)).isEqualTo(5);
        assertThat(extension.failures()).isZero();
    }

    @Test
    void call_fallsBackWhenThePluginThrowsAnythingAtAll() {
        int answer = extension.call("length", -1, text -> {
            throw new StackOverflowError("deep");
        });

        assertThat(answer).isEqualTo(-1);
        assertThat(extension.lastFailure()).contains("deep");
    }

    @Test
    void call_fallsBackAtTheDeadlineAndInterruptsThePlugin() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        int answer = extension.call("length", Duration.ofMillis(20), -1, text -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return 0;
        });

        assertThat(answer).isEqualTo(-1);
        assertThat(extension.lastFailure()).contains("no answer within 20 ms");
        interrupted.await();
    }

    @Test
    void extension_isLeftAloneForAWhileAfterFiveFailuresInARow() {
        for (int i = 0; i < Extension.PATIENCE; i++) {
            fail();
        }
        assertThat(extension.suspended()).isTrue();
        assertThat(extension.call("length", -1, String::length)).isEqualTo(-1);
        assertThatThrownBy(() -> extension.demand(Duration.ofSeconds(1), String::length))
                .hasMessageContaining("suspended until");

        clock.forward(Extension.SUSPENSION);
        assertThat(extension.call("length", -1, String::length)).isEqualTo(5);
        assertThat(extension.suspended()).isFalse();
    }

    @Test
    void extension_thatStillFailsAfterItsSuspensionIsSuspendedAtOnce() {
        for (int i = 0; i < Extension.PATIENCE; i++) {
            fail();
        }
        clock.forward(Extension.SUSPENSION);
        fail();

        assertThat(extension.suspended()).isTrue();
    }

    @Test
    void failures_thatAreNotInARowDoNotSuspend() {
        for (int i = 0; i < 3 * Extension.PATIENCE; i++) {
            fail();
            extension.call("length", -1, String::length);
        }

        assertThat(extension.suspended()).isFalse();
    }

    @Test
    void demand_throwsWhatThePluginThrew() {
        assertThatThrownBy(() -> extension.demand(Duration.ofSeconds(1), text -> {
                    throw new IllegalStateException("disk full");
                }))
                .isInstanceOf(PluginFailure.class)
                .hasMessage("Plugin acme: disk full");
    }

    private void fail() {
        extension.call("length", -1, text -> {
            throw new IllegalStateException("no");
        });
    }
}
