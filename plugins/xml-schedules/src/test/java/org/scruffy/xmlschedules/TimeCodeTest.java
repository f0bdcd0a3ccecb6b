package org.scruffy.xmlschedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeCodeTest {

    private static final TimeCode DROP = TimeCode.of(30000, 1001);

    /** Values of SMPTE ST 12-1: frame 1800 is 00:01:00;02, ten minutes are 17982 frames. */
    @ParameterizedTest
    @CsvSource({
        "1799, 00:00:59;29",
        "1800, 00:01:00;02",
        "17981, 00:09:59;29",
        "17982, 00:10:00;00",
        "107892, 01:00:00;00"
    })
    void frames_areNumberedWithoutTheDroppedOnes(long frames, String code) {
        Duration length = Duration.ofMillis(Math.round(frames * 1001L / 30.0));

        assertThat(DROP.ofLength(length)).isEqualTo(code);
        assertThat(DROP.length(code)).contains(length);
    }

    @Property
    void everyFrame_comesBack(@ForAll @IntRange(min = 1, max = 2_500_000) int frames) {
        Duration length = Duration.ofMillis(Math.round(frames * 1001L / 30.0));

        assertThat(DROP.length(DROP.ofLength(length))).contains(length);
    }

    @Property
    void everyWholeSecond_comesBackAtEveryRate(
            @ForAll @IntRange(min = 1, max = 86_399) int seconds, @ForAll @IntRange(max = 4) int rate) {
        int[][] rates = {{30000, 1001}, {60000, 1001}, {24000, 1001}, {25, 1}, {50, 1}};
        TimeCode code = TimeCode.of(rates[rate][0], rates[rate][1]);
        Duration length = Duration.ofSeconds(seconds);
        LocalTime time = LocalTime.ofSecondOfDay(seconds);

        assertThat(code.wholeLength(code.ofLength(length))).contains(length);
        assertThat(code.time(code.ofTime(time))).contains(time);
    }
}
