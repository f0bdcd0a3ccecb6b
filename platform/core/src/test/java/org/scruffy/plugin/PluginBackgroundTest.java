package org.scruffy.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.Heard;
import org.scruffy.spi.Background.Work;

class PluginBackgroundTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final Heard heard = new Heard();
    private final Routines routines = new Routines(Clock.systemUTC());
    private final PluginBackground background =
            new PluginBackground("kxyz", ClassLoader.getPlatformClassLoader(), routines, heard);

    @AfterEach
    void stop() {
        background.close();
    }

    private void every(String name, Work work) {
        background.every(name, DAY, DAY, work);
    }

    private List<Map<String, Object>> await(String job, int runs) throws InterruptedException {
        for (int i = 0; i < 200 && heard.of(job).size() < runs; i++) {
            Thread.sleep(50);
        }
        return heard.of(job);
    }

    @Test
    void aRoutine_isListedAndItsRunIsAJob() throws InterruptedException {
        List<ClassLoader> loaders = new CopyOnWriteArrayList<>();
        background.every("tidying", Duration.ofHours(1), Duration.ofMinutes(5), job -> {
            loaders.add(Thread.currentThread().getContextClassLoader());
            job.set("sealed", 3);
        });
        assertThat(routines.all()).singleElement().satisfies(routine -> {
            assertThat(routine.name()).isEqualTo("kxyz tidying");
            assertThat(routine.paceMs()).isEqualTo(300_000);
        });
        assertThat(heard.of("kxyz tidying")).isEmpty();

        assertThat(routines.run("kxyz tidying")).isTrue();
        assertThat(await("kxyz tidying", 1))
                .containsExactly(Map.of("name", "kxyz tidying", "plugin.name", "kxyz", "sealed", 3L));
        assertThat(loaders).containsExactly(ClassLoader.getPlatformClassLoader());
    }

    @Test
    void aRunThatFails_isAFailedJob_andTheNextOneComes() throws InterruptedException {
        AtomicBoolean broken = new AtomicBoolean(true);
        background.every("tidying", Duration.ZERO, Duration.ofSeconds(1), job -> {
            if (broken.getAndSet(false)) {
                throw new NoClassDefFoundError("com/gone/Class");
            }
        });
        assertThat(await("kxyz tidying", 2)).extracting(job -> job.get("error")).startsWith(true, null);
    }

    @Test
    void aRoutineThatTakesLong_holdsUpNoOther() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        every("sealing", job -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        every("counting", job -> {});
        routines.run("kxyz sealing");
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        routines.run("kxyz counting");
        assertThat(await("kxyz counting", 1)).hasSize(1);
        assertThat(heard.of("kxyz sealing")).isEmpty();
    }

    @Test
    void close_waitsForWhatIsInterrupted_andForgetsAll() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        every("sealing", job -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.sleep(300); // what was begun is ended
                job.set("ended", true);
            }
        });
        routines.run("kxyz sealing");
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        background.close();
        assertThat(heard.of("kxyz sealing")).extracting(job -> job.get("ended")).containsExactly(true);
        assertThat(routines.all()).isEmpty();
        assertThat(routines.run("kxyz sealing")).isFalse();
        assertThatThrownBy(() -> every("late", job -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Plugin kxyz: routine 'late' comes after the plugin stopped");
    }

    @ParameterizedTest
    @CsvSource({
        "'', PT1S, PT1S, is not named",
        "Tidying, PT1S, PT1S, is not named",
        "there, PT1S, PT1S, is there already",
        "tidying, PT-1S, PT1S, begins in PT-1S",
        "tidying, PT0S, PT0.999S, every PT0.999S",
    })
    void whatIsNoRoutine_isRefused(String name, Duration first, Duration pace, String words) {
        every("there", job -> {});
        assertThatThrownBy(() -> background.every(name, first, pace, job -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Plugin kxyz: routine '" + name + "' ")
                .hasMessageContaining(words);
    }

    @Test
    void aPlugin_hasSixteenAtMost() {
        for (int i = 0; i < 16; i++) {
            every("routine " + i, job -> {});
        }
        assertThatThrownBy(() -> every("one more", job -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("one more than the 16");
    }
}
