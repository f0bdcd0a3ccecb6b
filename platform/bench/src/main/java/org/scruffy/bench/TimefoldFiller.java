package org.scruffy.bench;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.entity.PlanningPin;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardmediumsoftlong.HardMediumSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.Joiners;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.solver.SolverConfig;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Line;
import org.scruffy.spi.schedule.FillProblem.Pinned;
import org.scruffy.spi.schedule.FillProblem.Reason;
import org.scruffy.spi.schedule.FillWatch;
import org.scruffy.spi.schedule.SpotFiller;

/**
 * The community edition of Timefold Solver as it comes, for comparison: the hard rules, then the weight of what is left out, then
 * pacing and neighbours. It keeps categories and advertisers apart within a break, which is all that the instances ask for.
 */
public final class TimefoldFiller implements SpotFiller {

    /** In a break of the problem. */
    public record Place(int index, long startMillis, long capacityMillis, LocalDate day, boolean nextIsNeighbour) {}

    /** A line with how many spots it should have on each day, in hundredths. */
    public record Ordered(Line line, Map<LocalDate, Long> hundredthsADay) {}

    /** A spot that wants a place. */
    @PlanningEntity
    public static class Wanted {

        @PlanningId
        public int id;

        public Ordered ordered;

        @PlanningPin
        public boolean pinned;

        @ValueRangeProvider
        public List<Place> allowed = new ArrayList<>();

        @PlanningVariable(allowsUnassigned = true)
        public Place place;

        public Line line() {
            return ordered.line();
        }
    }

    /** A plan in the making. */
    @PlanningSolution
    public static class Plan {

        @PlanningEntityCollectionProperty
        public List<Wanted> spots = new ArrayList<>();

        @PlanningScore
        public HardMediumSoftLongScore score;
    }

    /** Of two spots, by their categories. */
    private static boolean related(Wanted one, Wanted other) {
        List<String> a = one.line().categories();
        List<String> b = other.line().categories();
        return !a.isEmpty() && !b.isEmpty() && (a.contains(b.get(0)) || b.contains(a.get(0)));
    }

    private static boolean sameAdvertiser(Wanted one, Wanted other) {
        return !one.line().advertiser().isEmpty()
                && one.line().advertiser().equals(other.line().advertiser());
    }

    /** The rules, and what makes a plan better. */
    public static class Rules implements ConstraintProvider {

        @Override
        public Constraint[] defineConstraints(ConstraintFactory from) {
            return new Constraint[] {
                capacity(from),
                breakCap(from),
                dayCap(from),
                separation(from),
                oneABreak(from),
                leftOut(from),
                pacing(from),
                neighbours(from)
            };
        }

        private static Constraint capacity(ConstraintFactory from) {
            return from.forEach(Wanted.class)
                    .groupBy(
                            spot -> spot.place,
                            ConstraintCollectors.sumLong(
                                    spot -> spot.line().length().toMillis()))
                    .filter((place, booked) -> booked > place.capacityMillis())
                    .penalizeLong(HardMediumSoftLongScore.ONE_HARD, (place, booked) -> booked - place.capacityMillis())
                    .asConstraint("capacity");
        }

        private static Constraint breakCap(ConstraintFactory from) {
            return from.forEach(Wanted.class)
                    .groupBy(spot -> spot.ordered, spot -> spot.place, ConstraintCollectors.count())
                    .filter((ordered, place, count) -> count > ordered.line().mostABreak())
                    .penalizeLong(
                            HardMediumSoftLongScore.ONE_HARD,
                            (ordered, place, count) -> count - ordered.line().mostABreak())
                    .asConstraint("break cap");
        }

        private static Constraint dayCap(ConstraintFactory from) {
            return from.forEach(Wanted.class)
                    .groupBy(spot -> spot.ordered, spot -> spot.place.day(), ConstraintCollectors.count())
                    .filter((ordered, day, count) -> count > ordered.line().mostADay())
                    .penalizeLong(
                            HardMediumSoftLongScore.ONE_HARD,
                            (ordered, day, count) -> count - ordered.line().mostADay())
                    .asConstraint("day cap");
        }

        private static Constraint separation(ConstraintFactory from) {
            return from.forEachUniquePair(Wanted.class, Joiners.equal(spot -> spot.ordered))
                    .filter((a, b) -> a.place.index() != b.place.index()
                            && Math.abs(a.place.startMillis() - b.place.startMillis())
                                    < a.line().separation().toMillis())
                    .penalizeLong(HardMediumSoftLongScore.ONE_HARD, (a, b) -> 1)
                    .asConstraint("separation");
        }

        private static Constraint oneABreak(ConstraintFactory from) {
            return from.forEachUniquePair(Wanted.class, Joiners.equal(spot -> spot.place))
                    .filter((a, b) -> related(a, b) || sameAdvertiser(a, b))
                    .penalizeLong(HardMediumSoftLongScore.ONE_HARD, (a, b) -> 1)
                    .asConstraint("one a break");
        }

        private static Constraint leftOut(ConstraintFactory from) {
            return from.forEachIncludingUnassigned(Wanted.class)
                    .filter(spot -> spot.place == null)
                    .penalizeLong(
                            HardMediumSoftLongScore.ONE_MEDIUM,
                            spot -> spot.line().weight())
                    .asConstraint("left out");
        }

        /** Against none on that day: days without a spot are in no group. */
        private static Constraint pacing(ConstraintFactory from) {
            return from.forEach(Wanted.class)
                    .groupBy(spot -> spot.ordered, spot -> spot.place.day(), ConstraintCollectors.count())
                    .impactLong(HardMediumSoftLongScore.ONE_SOFT, (ordered, day, count) -> {
                        long target = ordered.hundredthsADay().getOrDefault(day, 0L);
                        return target - Math.abs(100L * count - target);
                    })
                    .asConstraint("pacing");
        }

        private static Constraint neighbours(ConstraintFactory from) {
            return from.forEach(Wanted.class)
                    .filter(spot -> spot.place.nextIsNeighbour())
                    .join(Wanted.class, Joiners.equal(spot -> spot.place.index() + 1, spot -> spot.place.index()))
                    .filter(TimefoldFiller::related)
                    .penalizeLong(HardMediumSoftLongScore.ONE_SOFT, (a, b) -> 35)
                    .asConstraint("neighbours");
        }
    }

    private final SpotFiller first;

    /** @param first whose plan it begins with; null for none */
    TimefoldFiller(SpotFiller first) {
        this.first = first;
    }

    @Override
    public String name() {
        return "timefold";
    }

    @Override
    public FillPlan fill(FillProblem problem, FillBudget budget, FillWatch watch) {
        Plan plan = plan(problem);
        if (first != null) {
            begin(problem, plan, first.fill(problem, FillBudget.ofIterations(budget.seed(), 0), watch));
        }
        SolverConfig config = new SolverConfig()
                .withSolutionClass(Plan.class)
                .withEntityClasses(Wanted.class)
                .withConstraintProviderClass(Rules.class)
                .withRandomSeed(budget.seed())
                .withTerminationSpentLimit(budget.time());
        Plan best = SolverFactory.<Plan>create(config).buildSolver().solve(plan);
        return answer(problem, best);
    }

    private static Plan plan(FillProblem problem) {
        List<Place> places = places(problem);
        Plan plan = new Plan();
        for (Line line : problem.lines()) {
            List<Place> allowed = places.stream()
                    .filter(place -> problem.breaks().get(place.index()).open()
                            && line.bar(place.index()).isEmpty())
                    .toList();
            Ordered ordered = new Ordered(line, targets(line, allowed));
            for (int i = 0; i < line.spots(); i++) {
                Wanted spot = new Wanted();
                spot.id = plan.spots.size();
                spot.ordered = ordered;
                spot.allowed = allowed;
                plan.spots.add(spot);
            }
        }
        for (Pinned pinned : problem.pinned()) {
            throw new IllegalArgumentException("Nothing is pinned in what is compared, but " + pinned);
        }
        return plan;
    }

    private static List<Place> places(FillProblem problem) {
        return IntStream.range(0, problem.breaks().size())
                .mapToObj(i -> {
                    FillProblem.Break adBreak = problem.breaks().get(i);
                    boolean neighbour = i + 1 < problem.breaks().size()
                            && Duration.between(
                                                    adBreak.start(),
                                                    problem.breaks().get(i + 1).start())
                                            .compareTo(Duration.ofDays(1))
                                    < 0;
                    return new Place(
                            i,
                            adBreak.start().toEpochMilli(),
                            adBreak.capacity().toMillis(),
                            adBreak.day(),
                            neighbour);
                })
                .toList();
    }

    private static Map<LocalDate, Long> targets(Line line, List<Place> allowed) {
        List<LocalDate> days = allowed.stream().map(Place::day).distinct().toList();
        Map<LocalDate, Long> targets = new TreeMap<>();
        long left = 100L * line.spots();
        for (int i = 0; i < days.size(); i++) {
            int n = days.size();
            long share = switch (line.pacing()) {
                case EVEN -> 100L * line.spots() / n;
                case FRONT -> 200L * line.spots() * (n - i) / (n * (n + 1L));
                case ASAP -> Math.min(100L * line.mostADay(), left);
            };
            left -= share;
            targets.put(days.get(i), share);
        }
        return targets;
    }

    private static void begin(FillProblem problem, Plan plan, FillPlan with) {
        Map<String, Place> places = new HashMap<>();
        places(problem)
                .forEach(place -> places.put(problem.breaks().get(place.index()).id(), place));
        Map<String, List<FillPlan.Placement>> ofLine =
                with.placements().stream().collect(Collectors.groupingBy(FillPlan.Placement::line));
        Map<String, Integer> next = new HashMap<>();
        for (Wanted spot : plan.spots) {
            List<FillPlan.Placement> placed = ofLine.getOrDefault(spot.line().id(), List.of());
            int number = next.merge(spot.line().id(), 1, Integer::sum) - 1;
            if (number < placed.size()) {
                spot.place = places.get(placed.get(number).breakId());
            }
        }
    }

    private static FillPlan answer(FillProblem problem, Plan plan) {
        List<FillPlan.Placement> placements = new ArrayList<>();
        Map<String, Integer> leftOut = new TreeMap<>();
        for (Wanted spot : plan.spots) {
            if (spot.place == null) {
                leftOut.merge(spot.line().id(), 1, Integer::sum);
            } else {
                placements.add(new FillPlan.Placement(
                        spot.line().id(),
                        problem.breaks().get(spot.place.index()).id()));
            }
        }
        // it does not say why: one reason for all breaks, so that they add up
        Map<Reason, Integer> all = Map.of(Reason.CAPACITY, problem.breaks().size());
        return new FillPlan(
                placements,
                leftOut.entrySet().stream()
                        .map(line -> new FillPlan.LeftOut(line.getKey(), line.getValue(), all))
                        .toList(),
                0);
    }
}
