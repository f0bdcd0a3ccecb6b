package org.scruffy.creative;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.feed.FrameRate;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;

class LadderTextTest {

    private static Ladder ladder(Duration part) {
        Rung rung = new Rung(640, 360, new FrameRate(30_000, 1001), 60, "avc1.4d401e", 900_000);
        return new Ladder(Container.FMP4, true, new Ladder.Sound(48_000, 2, 96_000), part, List.of(rung));
    }

    @Test
    void ladder_isTheSameAfterItWasKept_withPartsAndWithout() {
        for (Duration part : List.of(Duration.ZERO, Duration.ofNanos(500_500_000))) {
            assertThat(LadderText.read(LadderText.write(ladder(part)))).isEqualTo(ladder(part));
        }
    }

    @Test
    void words_sayTheParts() {
        assertThat(LadderText.words(ladder(Duration.ofMillis(500))))
                .isEqualTo("640x360 at 29.97 frames a second; segments of 60 frames in fragmented MP4"
                        + " with parts of 500 ms, sound apart");
        assertThat(LadderText.words(ladder(Duration.ZERO))).doesNotContain("parts");
    }
}
