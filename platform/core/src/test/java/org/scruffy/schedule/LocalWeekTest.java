package org.scruffy.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalWeekTest {

    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-03-02, 167",
        "America/New_York, 2026-03-09, 168",
        "America/New_York, 2026-10-26, 169",
        "America/Phoenix,  2026-03-02, 168",
        "America/Phoenix,  2026-10-26, 168",
        "America/Adak,     2026-03-02, 167",
        "America/Adak,     2026-10-26, 169",
        "America/St_Johns, 2026-03-02, 167",
        "America/St_Johns, 2026-10-26, 169"
    })
    void week_hasTheHoursItsClocksHave(ZoneId zone, LocalDate monday, int hours) {
        LocalWeek week = new LocalWeek(monday, zone);

        assertThat(Duration.between(week.start(), week.end())).isEqualTo(Duration.ofHours(hours));
        assertThat(week.end()).isEqualTo(week.next().start());
        assertThat(LocalWeek.at(week.start(), zone)).isEqualTo(week);
        assertThat(LocalWeek.at(week.end().minusMillis(1), zone)).isEqualTo(week);
        assertThat(LocalWeek.touchedBy(week.start(), week.end(), zone)).containsExactly(week);
        assertThat(LocalWeek.touchedBy(week.start(), week.end().plusMillis(1), zone))
                .containsExactly(week, week.next());
    }

    @Test
    void instant_ofASkippedTimeMovesForwardAndOfADoubledTimeIsTheFirst() {
        ZoneId newYork = ZoneId.of("America/New_York");

        assertThat(LocalWeek.instant(LocalDateTime.of(2026, 3, 8, 2, 30), newYork))
                .isEqualTo(Instant.parse("2026-03-08T07:30:00Z"));
        assertThat(LocalWeek.instant(LocalDateTime.of(2026, 11, 1, 1, 30), newYork))
                .isEqualTo(Instant.parse("2026-11-01T05:30:00Z"));
    }

    @Test
    void week_startsOnMondays() {
        assertThat(LocalWeek.mondayOf(LocalDate.of(2026, 3, 8))).isEqualTo(LocalDate.of(2026, 3, 2));
        assertThatThrownBy(() -> new LocalWeek(LocalDate.of(2026, 3, 8), ZoneId.of("America/New_York")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
