package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.spi.schedule.LocalTimes.Fold;

class LocalTimesTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/localtimes/dateutil.tsv", delimiter = '\t')
    void publishedLocalTime_isTheInstantThatWasPublished(
            String test, String zone, LocalDateTime local, int times, Instant instant, Instant later) {
        assertThat(LocalTimes.every(local, LocalTimes.zone(zone))).hasSize(times);
        assertThat(LocalTimes.instant(local, LocalTimes.zone(zone))).isEqualTo(instant);
        assertThat(LocalTimes.instant(local, LocalTimes.zone(zone), Fold.LATER)).isEqualTo(later);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "America/Nowhere", "EST5", "+05:00", "America/New_York ", "Z"})
    void zone_thatDoesNotExistIsRefusedByName(String name) {
        assertThatThrownBy(() -> LocalTimes.zone(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining("America/New_York");
    }
}
