package org.scruffy.spi.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.AdBreak.Fill;

class AdBreakTest {

    private static final Creative THIRTY =
            new Creative("SCRU0030000H", "Harbor Books", "Harbor Books", Duration.ofMillis(30_030), "SCRU0030000H");

    @Test
    void fill_countsTheFramesASpotIsLongerThanItsName() {
        assertThat(holding(60, 0).fill()).isEqualTo(Fill.EMPTY);
        assertThat(holding(60, 1).fill()).isEqualTo(Fill.PARTIAL);
        assertThat(holding(60, 2).fill()).isEqualTo(Fill.FULL);
        assertThat(holding(60, 3).fill()).isEqualTo(Fill.OVER);
    }

    @Test
    void break_refusesACapacityNobodyCanFill() {
        assertThatThrownBy(() -> holding(601, 0)).hasMessageContaining("expected 1 second to 10 minutes");
    }

    private static AdBreak holding(int seconds, int spots) {
        List<Spot> placed = Collections.nCopies(spots, new Spot("s", THIRTY));
        return new AdBreak("b", Instant.EPOCH, Duration.ofSeconds(seconds), AdBreak.Kind.MIXED, placed);
    }
}
