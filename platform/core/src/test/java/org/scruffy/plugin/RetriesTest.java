package org.scruffy.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Routines routines = new Routines(Clock.systemUTC());
    private final Retries retries = new Retries(routines);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    private static Retries.Run failed(String job) {
        return new Retries.Run(job, "abc", Map.of("creative", "SPOT1", "attempt", 2L), "olga");
    }

    @Test
    void aRunOfARoutine_isRepeatedByRunningIt_andItsFirstJobSaysSo() throws InterruptedException {
        List<Optional<String>> repeated = new CopyOnWriteArrayList<>();
        routines.every(Duration.ofDays(1), Duration.ofDays(1), thread, "retention", () -> {
            repeated.add(Retries.repeated());
            repeated.add(Retries.repeated());
        });

        assertThat(retries.repeat(failed("retention")).words()).startsWith("retention runs");
        routines.run("retention");

        thread.shutdown();
        assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(repeated).startsWith(Optional.of("abc"), Optional.empty());
    }

    @Test
    void aJobOfItsOwnKind_isRepeatedWithWhatItsRunSaid() {
        retries.by("condition", run -> new Retries.Asked(run.text("creative") + " " + run.number("attempt"), ""));

        assertThat(retries.repeat(failed("condition")).words()).isEqualTo("SPOT1 2");
    }

    @Test
    void whatCannotBeRepeated_isRefusedWithWhyNot() {
        retries.never("poll", "It was polled since");
        retries.by("fill", run -> new Retries.Asked(run.text("fill.day"), ""));

        assertThatThrownBy(() -> retries.repeat(failed("poll")))
                .isInstanceOf(NotRepeated.class)
                .hasMessage("It was polled since");
        assertThatThrownBy(() -> retries.repeat(failed("fill"))).hasMessageContaining("did not say its fill.day");
        assertThatThrownBy(() -> retries.repeat(failed("pictures")))
                .isInstanceOf(NotRepeated.class)
                .hasMessageContaining("no routine pictures");
    }
}
