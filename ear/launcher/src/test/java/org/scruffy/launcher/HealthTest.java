package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HealthTest {

    @Test
    void ready_whenTheWholeIsUp() {
        assertThat(Health.of("{\"status\":\"UP\",\"checks\":[{\"name\":\"x\",\"status\":\"UP\",\"data\":{}}]}")
                        .ready())
                .isTrue();
    }

    @Test
    void notReady_whenOnlyAPartIsUp() {
        assertThat(Health.of("{\"status\":\"DOWN\",\"checks\":[{\"name\":\"x\",\"status\":\"UP\",\"data\":{}}]}")
                        .ready())
                .isFalse();
    }

    @Test
    void progressAndStep_comeFromTheDataOfACheck() {
        Health health = Health.of(
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"plugins\",\"data\":{\"progress\":42,\"step\":\"Spot \\\"A\\\"\\u2026\"}}]}");

        assertThat(health.progress()).isEqualTo(OptionalInt.of(42));
        assertThat(health.step()).isEqualTo("Spot \"A\"…");
        assertThat(health.fatal()).isEmpty();
    }

    @Test
    void fatal_isTheSentenceOfACheck() {
        assertThat(Health.of("{\"status\":\"DOWN\",\"checks\":[{\"data\":{\"fatal\":\"The file x is broken.\"}}]}")
                        .fatal())
                .contains("The file x is broken.");
    }

    @Test
    void anAnswerThatIsNoHealth_isNotReady() {
        assertThat(Health.of("<html>404</html>")).isEqualTo(Health.SILENT);
    }
}
