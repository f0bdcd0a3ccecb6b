package org.scruffy.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutinesTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Routines routines = new Routines(Clock.fixed(NOON, ZoneOffset.UTC));

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @Test
    void routines_sayWhenTheyRunNext() {
        routines.every(Duration.ofMinutes(2), Duration.ofHours(1), thread, "retention", () -> {});
        routines.every(Duration.ofMinutes(1), Duration.ofMinutes(1), thread, "import", () -> {});

        assertThat(routines.all()).extracting(Routines.Routine::name).containsExactly("import", "retention");
        Routines.Routine retention = routines.all().get(1);
        assertThat(retention.paceMs()).isEqualTo(3_600_000);
        assertThat(retention.next()).isBetween(NOON.plusSeconds(60), NOON.plusSeconds(120));
    }

    @Test
    void aRoutine_runsAtOnceWhereItIsWanted_andNotOftener() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        routines.every(Duration.ofDays(1), Duration.ofDays(1), thread, "retention", () -> {
            runs.incrementAndGet();
            done.countDown();
        });
        thread.execute(() -> await(busy));

        assertThat(routines.run("retention")).isTrue();
        assertThat(routines.run("retention")).isTrue();
        busy.countDown();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(1);
    }

    @Test
    void aRoutineThatIsWantedWhileItWorks_runsAgain() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        routines.every(Duration.ofDays(1), Duration.ofDays(1), thread, "retention", () -> {
            runs.incrementAndGet();
            begun.countDown();
            await(busy);
        });

        routines.run("retention");
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        routines.run("retention");
        busy.countDown();

        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatIsNoRoutine_cannotRun() {
        assertThat(routines.run("retention")).isFalse();
    }

    @Test
    void aRoutine_saysWhenItBeganLast() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        routines.every(Duration.ofDays(1), Duration.ofDays(1), thread, "retention", done::countDown);
        assertThat(routines.all().get(0).last()).isEmpty();

        routines.run("retention");

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(routines.all().get(0).last()).contains(NOON);
    }
}
