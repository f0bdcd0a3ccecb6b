package org.scruffy.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

    private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

    @ParameterizedTest
    @CsvSource({
        // 22:00 to 06:00 of Chicago, six hours behind UTC
        "22:00, 06:00, 2026-01-10T04:00:00Z, 2026-01-10T12:00:00Z",
        "22:00, 06:00, 2026-01-10T03:59:59Z, ''",
        "22:00, 06:00, 2026-01-10T11:59:59Z, 2026-01-10T12:00:00Z",
        "22:00, 06:00, 2026-01-10T12:00:00Z, ''",
        // by day
        "09:30, 10:00, 2026-01-10T15:30:00Z, 2026-01-10T16:00:00Z",
        "09:30, 10:00, 2026-01-10T15:29:00Z, ''",
        "09:30, 10:00, 2026-01-10T16:00:00Z, ''",
        // the night in which the clocks skip 02:30: it ends when they would have shown it
        "22:00, 02:30, 2026-03-08T07:00:00Z, 2026-03-08T08:30:00Z",
        // the night in which they show 01:30 twice: it is quiet until the second time
        "22:00, 01:30, 2026-11-01T06:00:00Z, 2026-11-01T07:30:00Z",
        "22:00, 01:30, 2026-11-01T07:00:00Z, 2026-11-01T07:30:00Z",
    })
    void quietHours_endInTheStationsTime(String begins, String ends, Instant now, String end) {
        QuietHours hours = new QuietHours("KSCF", LocalTime.parse(begins), LocalTime.parse(ends));
        assertThat(hours.end(now, CHICAGO))
                .isEqualTo(end.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(end)));
    }

    @Test
    void hoursWithoutALength_areNone() {
        assertThatThrownBy(() -> new QuietHours("KSCF", LocalTime.NOON, LocalTime.NOON))
                .hasMessageContaining("KSCF");
    }
}
