package org.scruffy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final Sampling sampling = new Sampling(100, () -> now);
    private final Map<String, Integer> kept = new TreeMap<>();
    private final Map<String, Long> meant = new TreeMap<>();

    /** So many of each kind, evenly, in so many seconds. */
    private void come(int seconds, Map<String, Integer> perSecond) {
        kept.clear();
        meant.clear();
        for (int tick = 0; tick < seconds * 1000; tick++) {
            now += SECOND / 1000;
            for (Map.Entry<String, Integer> kind : perSecond.entrySet()) {
                long due = (long) (tick + 1) * kind.getValue() / 1000 - (long) tick * kind.getValue() / 1000;
                for (int i = 0; i < due; i++) {
                    ask(kind.getKey());
                }
            }
        }
    }

    private void ask(String key) {
        int rate = sampling.rate(key);
        if (ThreadLocalRandom.current().nextInt(rate) == 0) {
            kept.merge(key, 1, Integer::sum);
            meant.merge(key, (long) rate, Long::sum);
        }
    }

    @Test
    void few_areAllKept() {
        come(60, Map.of("a", 60, "b", 30));

        assertThat(kept).isEqualTo(Map.of("a", 3600, "b", 1800));
    }

    @Test
    void many_areSampledToTheGoal_theRareOnesAreAllThere() {
        come(30, Map.of("often", 20_000, "rare", 2));
        come(60, Map.of("often", 20_000, "rare", 2));

        assertThat(kept.get("rare")).isEqualTo(120);
        assertThat(kept.get("often") + kept.get("rare")).isCloseTo(6_000, Percentage.withPercentage(15));
    }

    @Test
    void whatIsKept_standsForAll() {
        come(30, Map.of("often", 20_000, "less", 500));
        come(60, Map.of("often", 20_000, "less", 500));

        assertThat(meant.get("often")).isCloseTo(1_200_000, Percentage.withPercentage(10));
        assertThat(meant.get("less")).isCloseTo(30_000, Percentage.withPercentage(20));
    }

    @Test
    void aBurst_isSampledAtOnce() {
        come(60, Map.of("a", 10));
        come(1, Map.of("a", 50_000));

        assertThat(kept.get("a")).isLessThan(4_000);
    }

    @Test
    void afterPressure_allAreKeptAgain() {
        come(30, Map.of("a", 20_000));
        come(120, Map.of("a", 10));
        come(10, Map.of("a", 10));

        assertThat(kept.get("a")).isEqualTo(100);
    }

    @Test
    void keysWithoutEnd_areCountedTogether() {
        for (int i = 0; i < 100_000; i++) {
            now += SECOND / 20_000;
            ask("key " + i);
        }

        assertThat(kept.size()).isLessThan(10_000);
    }
}
