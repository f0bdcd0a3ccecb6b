package org.scruffy.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.scruffy.fill.HouseFiller;
import org.scruffy.fill.HouseFiller.Step;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Apart;
import org.scruffy.spi.schedule.FillProblem.Break;
import org.scruffy.spi.schedule.FillProblem.Line;
import org.scruffy.spi.schedule.FillProblem.Pacing;
import org.scruffy.spi.schedule.FillProblem.Pinned;
import org.scruffy.spi.schedule.FillProblem.Reason;
import org.scruffy.spi.schedule.FillWatch;
import org.scruffy.spi.schedule.SpotFiller;
import org.scruffy.testkit.FillCheck.Quality;

class HouseFillerTest {

    private final SpotFiller filler = new HouseFiller();

    /** Weeks of any shape: nothing hard is broken whatever is pinned, and what is pinned is not planned again. */
    @Property(tries = 400)
    void plan_breaksNoRule(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        FillProblem problem = anyProblem(new Random(seed));
        for (Step step : Step.values()) {
            FillPlan plan = new HouseFiller(step).fill(problem, FillBudget.ofIterations(seed, 300), FillWatch.NOBODY);
            assertThat(FillCheck.violations(problem, plan))
                    .as("%s of %d", step, seed)
                    .isEmpty();
        }
    }

    @Test
    void plan_isTheSameForTheSameSeedAndIterations() {
        FillProblem week = FillInstances.week(7, 1);
        FillPlan once = filler.fill(week, FillBudget.ofIterations(3, 5_000), FillWatch.NOBODY);
        assertThat(filler.fill(week, FillBudget.ofIterations(3, 5_000), FillWatch.NOBODY))
                .isEqualTo(once);
        assertThat(filler.fill(week, FillBudget.ofIterations(4, 5_000), FillWatch.NOBODY))
                .isNotEqualTo(once);
    }

    @Test
    void plan_ofABudgetOfTimeIsRepeatedByItsIterations() {
        FillProblem week = FillInstances.week(7, 1);
        FillPlan timed = filler.fill(week, FillBudget.ofTime(3, Duration.ofMillis(400)), FillWatch.NOBODY);
        assertThat(timed.iterations()).isPositive();
        assertThat(filler.fill(week, FillBudget.ofIterations(3, timed.iterations()), FillWatch.NOBODY))
                .isEqualTo(timed);
    }

    @Test
    void steps_eachImproveTheOneBefore() {
        for (double load : new double[] {0.8, 1}) {
            FillProblem week = FillInstances.week(7, load);
            Quality greedy = quality(week, Step.GREEDY, 0);
            Quality ejection = quality(week, Step.EJECTION, 0);
            Quality recreate = quality(week, Step.RECREATE, 20_000);
            assertThat(ejection.weighted()).isLessThan(greedy.weighted());
            assertThat(recreate.weighted()).isLessThan(ejection.weighted());
            assertThat(recreate.pacing()).isLessThan(ejection.pacing());
        }
    }

    private static Quality quality(FillProblem week, Step step, int iterations) {
        FillPlan plan = new HouseFiller(step).fill(week, FillBudget.ofIterations(1, iterations), FillWatch.NOBODY);
        assertThat(FillCheck.violations(week, plan)).isEmpty();
        return FillCheck.quality(week, plan);
    }

    @Test
    void fill_stopsWithinASecondWhenItIsCancelled() {
        AtomicLong cancelledAt = new AtomicLong();
        FillWatch impatient = new FillWatch() {
            @Override
            public void progress(double done, int leftOut) {
                if (done > 0.001) {
                    cancelledAt.compareAndSet(0, System.nanoTime());
                }
            }

            @Override
            public boolean cancelled() {
                return cancelledAt.get() != 0;
            }
        };
        FillProblem week = FillInstances.week(7, 1);
        FillPlan plan = filler.fill(week, FillBudget.ofTime(1, Duration.ofMinutes(2)), impatient);
        assertThat(Duration.ofNanos(System.nanoTime() - cancelledAt.get())).isLessThan(Duration.ofSeconds(1));
        assertThat(FillCheck.violations(week, plan)).isEmpty();
    }

    @Test
    void fill_staysBoundedForTwentySixThousandSlots() {
        FillProblem year = FillInstances.of(7, 26_880, 60, 120_000, 1);
        long began = System.nanoTime();
        FillPlan plan = filler.fill(year, FillBudget.ofTime(1, Duration.ofSeconds(1)), FillWatch.NOBODY);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
        assertThat(plan.placements()).hasSizeGreaterThan(100_000);
        assertThat(FillCheck.violations(year, plan)).isEmpty();
    }

    @Test
    void fill_ofNothingIsNothing() {
        FillProblem nothing = new FillProblem("main", List.of(), List.of(), List.of(), Apart.FREE, Apart.FREE);
        assertThatCode(() -> filler.fill(nothing, FillBudget.ofIterations(1, 100), FillWatch.NOBODY))
                .doesNotThrowAnyException();
    }

    /** Some days with breaks before and behind them that are closed, lines of every kind, and spots that are pinned legally or not. */
    private static FillProblem anyProblem(Random random) {
        List<Break> breaks = anyBreaks(random);
        List<Line> lines = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            lines.add(anyLine(random, "l" + i, breaks.size()));
        }
        List<Pinned> pinned = new ArrayList<>();
        for (int i = random.nextInt(12); i > 0; i--) {
            Line line = anyLine(random, count == 0 ? "" : "l" + random.nextInt(count + 1), breaks.size());
            pinned.add(new Pinned(
                    breaks.get(random.nextInt(breaks.size())).id(),
                    line.id(),
                    line.advertiser(),
                    line.categories(),
                    line.length()));
        }
        return new FillProblem("main", breaks, lines, pinned, anyApart(random), anyApart(random));
    }

    private static List<Break> anyBreaks(Random random) {
        ZoneId zone = ZoneId.of(random.nextBoolean() ? "America/New_York" : "Pacific/Apia");
        // the night on which New York's clocks go back
        Instant at = Instant.parse("2026-11-01T01:00:00Z");
        int count = 5 + random.nextInt(40);
        List<Break> breaks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            at = at.plus(Duration.ofMinutes(random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(150)));
            ZonedDateTime local = at.atZone(zone);
            breaks.add(new Break(
                    "b" + i,
                    at,
                    Duration.ofSeconds(15L * random.nextInt(9)),
                    AdBreak.Kind.MIXED,
                    local.toLocalDate(),
                    local.toLocalTime(),
                    i > 2 && i < count - 2 && random.nextInt(12) > 0));
        }
        return breaks;
    }

    private static Line anyLine(Random random, String id, int breaks) {
        BitSet daypart = new BitSet();
        BitSet flight = new BitSet();
        for (int i = 0; i < breaks; i++) {
            daypart.set(i, random.nextInt(4) == 0);
            flight.set(i, random.nextInt(10) == 0);
        }
        int category = random.nextInt(5);
        return new Line(
                id,
                random.nextInt(4) == 0 ? "" : "a" + random.nextInt(4),
                category == 0 ? List.of() : category == 1 ? List.of("c1", "c2") : List.of("c" + category),
                1 + random.nextInt(16),
                random.nextInt(15),
                Duration.ofSeconds(15L * (1 + random.nextInt(3))),
                Pacing.values()[random.nextInt(3)],
                Duration.ofMinutes(random.nextInt(3) == 0 ? 0 : random.nextInt(600)),
                1 + random.nextInt(6),
                1 + random.nextInt(2),
                Map.of(Reason.DAYPART, daypart, Reason.FLIGHT, flight));
    }

    private static Apart anyApart(Random random) {
        return new Apart(
                random.nextInt(3) == 0,
                random.nextInt(3) > 0,
                random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(random.nextInt(200)));
    }
}
