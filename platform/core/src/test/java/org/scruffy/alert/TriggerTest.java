package org.scruffy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.spi.telemetry.Filter;

class TriggerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({
        "GREATER, false, false, true",
        "GREATER_OR_EQUAL, false, true, true",
        "LESS, true, false, false",
        "LESS_OR_EQUAL, true, true, false"
    })
    void aNumber_isBeyondTheThresholdAsItsTriggerCompares(Filter.Op op, boolean below, boolean at, boolean above) {
        Trigger.Said said = new Trigger.Said("Slow", "", "*", "{}", op, 1000, MINUTE, MINUTE, 1, true, List.of());
        assertThat(said.exceeds(999.9)).isEqualTo(below);
        assertThat(said.exceeds(1000)).isEqualTo(at);
        assertThat(said.exceeds(1000.1)).isEqualTo(above);
    }
}
