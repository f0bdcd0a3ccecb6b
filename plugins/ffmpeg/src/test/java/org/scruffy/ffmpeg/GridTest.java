package org.scruffy.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;

class GridTest {

    private static final FrameRate NTSC = new FrameRate(30_000, 1001);

    @ParameterizedTest
    @CsvSource({
        "30000, 30000, 1001, 900",
        "30030, 30000, 1001, 900",
        "15000, 30000, 1001, 450",
        "15015, 30000, 1001, 450",
        "7500, 30000, 1001, 225",
        "10010, 30000, 1001, 300",
        "60060, 30000, 1001, 1800",
        "30000, 24000, 1001, 720",
        "10000, 25, 1, 250",
        "15015, 60000, 1001, 900"
    })
    void frames_areWhatTheTradeBooks(long millis, int above, int below, long frames) {
        assertThat(Grid.frames(Duration.ofMillis(millis), new FrameRate(above, below)))
                .isEqualTo(frames);
    }

    private static Grid grid(int segmentFrames, int millis) {
        Rung slow = new Rung(640, 360, NTSC, segmentFrames, "avc1.4d401e", 800_000);
        Rung fast = new Rung(1280, 720, new FrameRate(60_000, 1001), 2 * segmentFrames, "avc1.64001f", 2_000_000);
        Ladder ladder = new Ladder(Container.MPEG_TS, false, new Ladder.Sound(48_000, 2, 96_000), List.of(fast, slow));
        return Grid.of(ladder, Duration.ofMillis(millis));
    }

    @Test
    void segments_areWholeButForTheLast() {
        assertThat(grid(60, 15_015).segments()).containsExactly(60, 60, 60, 60, 60, 60, 60, 30);
        assertThat(grid(90, 15_000).segments()).containsExactly(90, 90, 90, 90, 90);
        assertThat(grid(60, 30_000).cuts()).hasSize(14).endsWith(780, 840);
    }

    @Test
    void sliver_sharesWithTheSegmentBeforeIt() {
        assertThat(grid(88, 15_000).segments()).containsExactly(88, 88, 88, 88, 49, 49);
        assertThat(grid(180, 1_000).segments()).containsExactly(30);
    }

    @Test
    void lengths_areExactInTicks() {
        assertThat(NTSC.ticks(900)).isEqualTo(2_702_700);
        assertThat(NTSC.length(900)).isEqualTo(Duration.ofMillis(30_030));
        assertThat(grid(60, 30_000).times(new Rung(16, 16, new FrameRate(60_000, 1001), 120, "avc1.42c01e", 10_000)))
                .isEqualTo(2);
    }
}
