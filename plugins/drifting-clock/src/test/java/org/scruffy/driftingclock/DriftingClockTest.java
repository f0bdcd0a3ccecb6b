package org.scruffy.driftingclock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scruffy.spi.feed.Segment;
import org.scruffy.spi.feed.Sighting;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.testkit.StitchingAdapterContract;

class DriftingClockTest extends StitchingAdapterContract {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration LENGTH = Duration.ofSeconds(6);

    @Override
    protected StitchingAdapter adapter() {
        return new DriftingClock();
    }

    /** Segments that appear some time after they are over by the time of day, and whose dates are ahead of it. */
    private static List<Sighting> sightings(Duration ahead, int... delays) {
        return IntStream.range(0, delays.length)
                .mapToObj(i -> {
                    Instant over = NOON.plus(LENGTH.multipliedBy(i + 1));
                    Segment segment =
                            new Segment(i, 0, i + ".ts", over.plus(ahead).minus(LENGTH), LENGTH, List.of());
                    return new Sighting(segment, over.plusMillis(delays[i]));
                })
                .toList();
    }

    private static Duration drift(List<Sighting> sightings) {
        return new DriftingClock().drift(sightings);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3600, -95, -20, 20, 95, 3600})
    void datesThatRanAway_areMeasuredToAboutASegment(int seconds) {
        Duration ahead = Duration.ofSeconds(seconds);

        assertThat(drift(sightings(ahead, 5200, 6100, 7900, 6600))).isCloseTo(ahead, LENGTH.dividedBy(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 700, 3000, 6000, 12_000})
    void aFeedOnTime_isLeftAlone_whateverItsWayTakes(int delay) {
        assertThat(drift(sightings(Duration.ZERO, delay, delay + 900, delay + 400)))
                .isZero();
    }

    @Test
    void oneLateSegment_changesNothing() {
        Duration ahead = Duration.ofSeconds(60);

        assertThat(drift(sightings(ahead, 6000, 6000, 55_000, 6000)))
                .isEqualTo(drift(sightings(ahead, 6000, 6000, 6000, 6000)));
    }

    /** All segments of the first window are seen at one moment. */
    @Test
    void firstWindow_isJudgedByItsNewestSegment() {
        assertThat(drift(sightings(Duration.ofSeconds(60), 24_000, 18_000, 12_000, 6000)))
                .isEqualTo(Duration.ofSeconds(60));
    }
}
