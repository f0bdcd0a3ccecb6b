package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillPlan.LeftOut;
import org.scruffy.spi.schedule.FillPlan.Placement;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Apart;
import org.scruffy.spi.schedule.FillProblem.Break;
import org.scruffy.spi.schedule.FillProblem.Line;
import org.scruffy.spi.schedule.FillProblem.Pacing;
import org.scruffy.spi.schedule.FillProblem.Pinned;
import org.scruffy.spi.schedule.FillProblem.Reason;
import org.scruffy.testkit.FillCheck.Rule;

/** Each rule is broken once by hand, and seen; the plan that breaks none is not accused. */
class FillCheckTest {

    /** Breaks at 23:40, 23:50, 00:05 and 01:00 around a midnight; the first is closed. */
    private static final List<Break> BREAKS = List.of(
            adBreak("closed", "2026-11-29T23:40:00Z", false),
            adBreak("late", "2026-11-29T23:50:00Z", true),
            adBreak("early", "2026-11-30T00:05:00Z", true),
            adBreak("one", "2026-11-30T01:00:00Z", true));

    private static Break adBreak(String id, String at, boolean open) {
        Instant start = Instant.parse(at);
        return new Break(
                id,
                start,
                Duration.ofSeconds(60),
                AdBreak.Kind.MIXED,
                start.atZone(ZoneOffset.UTC).toLocalDate(),
                start.atZone(ZoneOffset.UTC).toLocalTime(),
                open);
    }

    private static Line line(String id, String advertiser, List<String> categories, int spots) {
        BitSet barred = new BitSet();
        if (id.equals("barred")) {
            barred.set(3);
        }
        return new Line(
                id,
                advertiser,
                categories,
                16,
                spots,
                Duration.ofSeconds(25),
                Pacing.EVEN,
                Duration.ofMinutes(20),
                2,
                1,
                Map.of(Reason.DAYPART, barred));
    }

    private static FillProblem problem(Line... lines) {
        return new FillProblem("main", BREAKS, List.of(lines), List.of(), Apart.ONE_A_BREAK, Apart.ONE_A_BREAK);
    }

    private static FillProblem pinned(FillProblem problem, Pinned... pinned) {
        return new FillProblem(
                "main", problem.breaks(), problem.lines(), List.of(pinned), problem.category(), problem.advertiser());
    }

    private static FillPlan plan(String... lineAtBreak) {
        return new FillPlan(
                Stream.of(lineAtBreak)
                        .map(spot -> spot.split("@", -1))
                        .map(spot -> new Placement(spot[0], spot[1]))
                        .toList(),
                List.of(),
                0);
    }

    private static List<Rule> broken(FillProblem problem, FillPlan plan) {
        return FillCheck.violations(problem, plan).stream()
                .map(FillCheck.Violation::rule)
                .distinct()
                .toList();
    }

    private static final Line A = line("a", "acme", List.of("bank", "money"), 2);

    @Test
    void plan_isRightWhenItBreaksNoRule() {
        assertThat(broken(problem(A, line("b", "bolt", List.of("car"), 1)), plan("a@late", "b@late", "a@one")))
                .isEmpty();
    }

    @Test
    void count_isSeenWhenASpotIsForgotten() {
        assertThat(broken(problem(A), plan("a@late"))).containsExactly(Rule.COUNT);
    }

    @Test
    void count_isSeenWhenALineIsNotInTheProblem() {
        assertThat(broken(problem(), plan("x@late"))).containsExactly(Rule.COUNT);
    }

    @Test
    void closed_isSeen() {
        assertThat(broken(problem(A), plan("a@closed", "a@one"))).containsExactly(Rule.CLOSED);
    }

    @Test
    void barred_isSeen() {
        assertThat(broken(problem(line("barred", "", List.of(), 1)), plan("barred@one")))
                .containsExactly(Rule.BARRED);
    }

    @Test
    void capacity_isSeenTogetherWithWhatIsPinned() {
        Pinned promo = new Pinned("one", "", "", List.of(), Duration.ofSeconds(36));
        assertThat(broken(pinned(problem(line("b", "", List.of(), 1)), promo), plan("b@one")))
                .containsExactly(Rule.CAPACITY);
    }

    @Test
    void breakCap_isSeen() {
        assertThat(broken(problem(line("b", "", List.of(), 2)), plan("b@one", "b@one")))
                .containsExactly(Rule.BREAK_CAP);
    }

    @Test
    void dayCap_isSeenTogetherWithWhatIsPinned() {
        Line free =
                new Line("b", "", List.of(), 16, 1, Duration.ofSeconds(25), Pacing.EVEN, Duration.ZERO, 1, 1, Map.of());
        Pinned early = new Pinned("early", "b", "", List.of(), Duration.ofSeconds(25));
        assertThat(broken(pinned(problem(free), early), plan("b@one"))).containsExactly(Rule.DAY_CAP);
        assertThat(broken(pinned(problem(free), early), plan("b@late"))).isEmpty();
    }

    @Test
    void separation_isSeenAcrossMidnight() {
        assertThat(broken(problem(A), plan("a@late", "a@early"))).containsExactly(Rule.SEPARATION);
    }

    @Test
    void separation_isSeenAcrossTheEdgeOfWhatIsFilled() {
        Pinned before = new Pinned("closed", "b", "", List.of(), Duration.ofSeconds(25));
        assertThat(broken(pinned(problem(line("b", "", List.of(), 1)), before), plan("b@late")))
                .containsExactly(Rule.SEPARATION);
    }

    @Test
    void category_isSeenWhenOneIsAboveTheOther() {
        Line above = line("m", "mint", List.of("money"), 1);
        assertThat(broken(problem(line("b", "bank", List.of("bank", "money"), 1), above), plan("b@one", "m@one")))
                .containsExactly(Rule.CATEGORY);
    }

    @Test
    void category_isSeenInTheNeighbouringBreakWhereThatIsForbidden() {
        FillProblem one = problem(line("b", "", List.of("bank"), 1), line("c", "", List.of("bank"), 1));
        FillProblem apart = new FillProblem(
                "main", one.breaks(), one.lines(), List.of(), new Apart(false, false, Duration.ZERO), Apart.FREE);
        assertThat(broken(apart, plan("b@early", "c@one"))).containsExactly(Rule.CATEGORY);
        assertThat(broken(apart, plan("b@late", "c@one"))).isEmpty();
    }

    @Test
    void category_isSeenWithinTheTimeAcrossMidnight() {
        FillProblem one = problem(line("b", "", List.of("bank"), 1), line("c", "", List.of("bank"), 1));
        FillProblem apart = new FillProblem(
                "main",
                one.breaks(),
                one.lines(),
                List.of(),
                new Apart(false, true, Duration.ofMinutes(16)),
                Apart.FREE);
        assertThat(broken(apart, plan("b@late", "c@early"))).containsExactly(Rule.CATEGORY);
    }

    @Test
    void advertiser_isSeen() {
        assertThat(broken(
                        problem(line("b", "acme", List.of(), 1), line("c", "acme", List.of(), 1)),
                        plan("b@one", "c@one")))
                .containsExactly(Rule.ADVERTISER);
    }

    @Test
    void reasons_areSeenWhenTheyDoNotAddUp() {
        List<LeftOut> leftOut = new ArrayList<>(List.of(new LeftOut("a", 2, Map.of(Reason.CAPACITY, 3))));
        assertThat(broken(problem(A), new FillPlan(List.of(), leftOut, 0))).containsExactly(Rule.REASONS);
    }

    @Test
    void quality_countsWhatIsLeftOutAndOffPaceAndNextToItsLike() {
        Line heavy = new Line(
                "b", "", List.of("car"), 12, 4, Duration.ofSeconds(25), Pacing.EVEN, Duration.ZERO, 9, 1, Map.of());
        FillCheck.Quality quality = FillCheck.quality(problem(heavy), plan("b@early", "b@one"));
        assertThat(quality).isEqualTo(new FillCheck.Quality(2, 10, 2, 1));
    }
}
