package org.scruffy.asrun;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.scruffy.asrun.Matching.Matched;
import org.scruffy.asrun.Matching.Planned;
import org.scruffy.asrun.Matching.Seen;

class MatchingTest {

    private static final Instant EIGHT = Instant.parse("2026-11-25T01:00:00Z");
    private static final Duration HALF = Duration.ofSeconds(30);
    private final Matching matching = new Matching(AsRunSettings.DEFAULT);

    private static Planned planned(long id, int second, String adId) {
        return new Planned(id, id / 10, EIGHT.plusSeconds(second), HALF, adId, false);
    }

    private static Seen seen(long id, int second, String adId) {
        return new Seen(id, EIGHT.plusSeconds(second), HALF, adId, Optional.empty());
    }

    private List<Outcome> outcomes(List<Planned> planned, List<Seen> seen) {
        return matching.match(planned, seen).verdicts().stream()
                .map(Matching.Verdict::outcome)
                .toList();
    }

    @Test
    void thresholds_areStillOnTime() {
        List<Planned> spot = List.of(planned(10, 0, "A123"));
        assertThat(outcomes(spot, List.of(seen(1, 60, "A123")))).containsExactly(Outcome.AIRED);
        assertThat(outcomes(spot, List.of(seen(1, 61, "A123")))).containsExactly(Outcome.LATE);
        assertThat(outcomes(spot, List.of(seen(1, -60, "A123")))).containsExactly(Outcome.AIRED);
        assertThat(outcomes(spot, List.of(seen(1, -61, "A123")))).containsExactly(Outcome.EARLY);
        assertThat(outcomes(spot, List.of(seen(1, 1800, "A123")))).containsExactly(Outcome.LATE);
        assertThat(outcomes(spot, List.of(seen(1, 1801, "A123")))).containsExactly(Outcome.PREEMPTED);
    }

    @Test
    void cutSpot_isShort_evenWhereItIsLate() {
        Seen cut = new Seen(1, EIGHT.plusSeconds(120), Duration.ofMillis(28_999), "A123", Optional.empty());
        assertThat(outcomes(List.of(planned(10, 0, "A123")), List.of(cut))).containsExactly(Outcome.SHORT);
        Seen nearly = new Seen(1, EIGHT, Duration.ofMillis(29_000), "A123", Optional.empty());
        assertThat(outcomes(List.of(planned(10, 0, "A123")), List.of(nearly))).containsExactly(Outcome.AIRED);
    }

    @Test
    void missing_isMissedWhereItsBreakAired_andPreemptedElse() {
        List<Planned> planned = List.of(planned(10, 0, "A123"), planned(11, 30, "B123"), planned(20, 900, "C123"));
        assertThat(outcomes(planned, List.of(seen(1, 0, "A123"))))
                .containsExactly(Outcome.AIRED, Outcome.MISSED, Outcome.PREEMPTED);
        Planned cancelled = new Planned(12, 1, EIGHT, HALF, "D123", true);
        assertThat(outcomes(List.of(planned.get(0), cancelled), List.of(seen(1, 0, "A123"))))
                .containsExactly(Outcome.AIRED, Outcome.PREEMPTED);
    }

    @Test
    void sameAdId_isMatchedInOrder_eachRowOnce() {
        List<Planned> planned = List.of(planned(10, 0, "A123"), planned(20, 600, "A123"), planned(30, 1200, "A123"));
        Matched matched = matching.match(planned, List.of(seen(1, 590, "A123"), seen(2, 1215, "A123")));
        assertThat(matched.verdicts().get(0).row()).isEmpty();
        assertThat(matched.verdicts().get(1).row().orElseThrow().id()).isEqualTo(1);
        assertThat(matched.verdicts().get(2).row().orElseThrow().id()).isEqualTo(2);
    }

    @Test
    void rowOfNoSpot_isUnscheduled() {
        Matched matched = matching.match(
                List.of(planned(10, 0, "A123")), List.of(seen(1, 0, "A123"), seen(2, 5, "A123"), seen(3, 0, "X999")));
        assertThat(matched.unscheduled().stream().map(Seen::id)).containsExactly(2L, 3L);
    }

    @Test
    void ownRow_isOfItsSpot_whateverItsAdIdAndTime() {
        Seen own = new Seen(1, EIGHT.plusSeconds(7200), HALF, "OTHER", Optional.of(10L));
        assertThat(outcomes(List.of(planned(10, 0, "A123")), List.of(own))).containsExactly(Outcome.LATE);
    }

    @Test
    void cutAdId_isOfTheOneThatStartsSo() {
        assertThat(outcomes(List.of(planned(10, 0, "ABCD1234000H")), List.of(seen(1, 0, "ABCD1234000"))))
                .containsExactly(Outcome.AIRED);
        assertThat(outcomes(
                        List.of(planned(10, 0, "ABCD1234000H"), planned(20, 9, "ABCD1234000D")),
                        List.of(seen(1, 0, "ABCD1234000"))))
                .containsExactly(Outcome.PREEMPTED, Outcome.PREEMPTED);
    }

    /** The best pairing in order, by trying all. */
    private static long[] best(List<Integer> planned, List<Integer> seen, int p, int s) {
        if (p == planned.size() || s == seen.size()) {
            return new long[] {0, 0};
        }
        long[] best = better(best(planned, seen, p + 1, s), best(planned, seen, p, s + 1));
        long apart = Math.abs(planned.get(p) - seen.get(s));
        if (apart <= 1800) {
            long[] rest = best(planned, seen, p + 1, s + 1);
            best = better(best, new long[] {rest[0] + 1, rest[1] + apart});
        }
        return best;
    }

    private static long[] better(long[] one, long[] other) {
        return one[0] > other[0] || one[0] == other[0] && one[1] <= other[1] ? one : other;
    }

    @Property(tries = 300)
    void pairing_isAsGoodAsTheBestOfAll(
            @ForAll @Size(max = 6) List<@IntRange(max = 9000) Integer> planned,
            @ForAll @Size(max = 6) List<@IntRange(max = 9000) Integer> seen) {
        List<Integer> spots = planned.stream().sorted().toList();
        List<Integer> rows = seen.stream().sorted().toList();
        List<Planned> asked = new ArrayList<>();
        spots.forEach(at -> asked.add(planned(asked.size(), at, "A123")));
        List<Seen> log = new ArrayList<>();
        rows.forEach(at -> log.add(seen(log.size(), at, "A123")));
        Matched matched = matching.match(asked, log);
        long pairs = matched.verdicts().stream()
                .filter(verdict -> verdict.row().isPresent())
                .count();
        long distance = matched.verdicts().stream()
                .filter(verdict -> verdict.row().isPresent())
                .mapToLong(verdict -> Duration.between(
                                verdict.spot().at(), verdict.row().orElseThrow().at())
                        .abs()
                        .toSeconds())
                .sum();
        assertThat(new long[] {pairs, distance}).isEqualTo(best(spots, rows, 0, 0));
        assertThat(matched.unscheduled()).hasSize(log.size() - (int) pairs);
    }
}
