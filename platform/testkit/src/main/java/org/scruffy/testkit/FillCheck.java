package org.scruffy.testkit;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillPlan.LeftOut;
import org.scruffy.spi.schedule.FillPlan.Placement;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Apart;
import org.scruffy.spi.schedule.FillProblem.Break;
import org.scruffy.spi.schedule.FillProblem.Line;
import org.scruffy.spi.schedule.FillProblem.Pinned;

/**
 * Judges the plan of a {@link org.scruffy.spi.schedule.SpotFiller} by reading the rules again from the problem. It shares no code
 * with any filler: spots are written down one by one and looked at in pairs.
 */
public final class FillCheck {

    /** A rule that a plan must never break. */
    public enum Rule {
        /** A line or a break that is not in the problem, or more or fewer spots than the line has. */
        COUNT,
        CLOSED,
        BARRED,
        CAPACITY,
        BREAK_CAP,
        DAY_CAP,
        SEPARATION,
        CATEGORY,
        ADVERTISER,
        /** Reasons that do not add up to all breaks, or that do not hold. */
        REASONS
    }

    /** A rule that is broken, in words. */
    public record Violation(Rule rule, String words) {}

    /**
     * How good a plan is; less is better.
     *
     * @param leftOut spots without a place
     * @param weighted the same, each with the weight of its line
     * @param pacing how far lines are off their target, summed over lines and days
     * @param neighbours pairs of spots of one category in breaks that follow each other
     */
    public record Quality(int leftOut, int weighted, double pacing, int neighbours) {}

    /** A spot in a break, planned or pinned. */
    private record Aired(
            Break adBreak,
            int index,
            String line,
            String advertiser,
            List<String> categories,
            Duration length,
            boolean planned) {}

    private static final Duration A_DAY = Duration.ofDays(1);

    private final FillProblem problem;
    private final FillPlan plan;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final List<Aired> aired = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    private FillCheck(FillProblem problem, FillPlan plan) {
        this.problem = problem;
        this.plan = plan;
        for (Break adBreak : problem.breaks()) {
            indexes.put(adBreak.id(), indexes.size());
        }
        problem.lines().forEach(line -> lines.put(line.id(), line));
        for (Pinned spot : problem.pinned()) {
            int index = indexes.get(spot.breakId());
            aired.add(new Aired(
                    problem.breaks().get(index),
                    index,
                    spot.line(),
                    spot.advertiser(),
                    spot.categories(),
                    spot.length(),
                    false));
        }
        for (Placement spot : plan.placements()) {
            Line line = lines.get(spot.line());
            Integer index = indexes.get(spot.breakId());
            if (line == null || index == null) {
                say(Rule.COUNT, spot + " names a line or a break that is not in the problem");
                continue;
            }
            aired.add(new Aired(
                    problem.breaks().get(index),
                    index,
                    line.id(),
                    line.advertiser(),
                    line.categories(),
                    line.length(),
                    true));
        }
        aired.sort(Comparator.comparing(Aired::index));
    }

    /** What is wrong with a plan. */
    public static List<Violation> violations(FillProblem problem, FillPlan plan) {
        FillCheck check = new FillCheck(problem, plan);
        check.counts();
        check.places();
        check.breaks();
        check.days();
        check.pairs();
        check.reasons();
        return List.copyOf(check.violations);
    }

    /** How good a plan is, wrong or not. */
    public static Quality quality(FillProblem problem, FillPlan plan) {
        return new FillCheck(problem, plan).quality();
    }

    private void say(Rule rule, String words) {
        violations.add(new Violation(rule, words));
    }

    private int placed(Line line) {
        return (int) plan.placements().stream()
                .filter(spot -> spot.line().equals(line.id()))
                .count();
    }

    private void counts() {
        Map<String, Integer> leftOut = new HashMap<>();
        plan.leftOut().forEach(left -> leftOut.merge(left.line(), left.spots(), Integer::sum));
        for (Line line : problem.lines()) {
            int placed = placed(line);
            int left = leftOut.getOrDefault(line.id(), 0);
            if (placed + left != line.spots()) {
                say(
                        Rule.COUNT,
                        "Line " + line.id() + " has " + line.spots() + " spots, the plan places " + placed
                                + " and leaves out " + left);
            }
        }
    }

    private void places() {
        for (Aired spot : aired) {
            if (spot.planned() && !spot.adBreak().open()) {
                say(Rule.CLOSED, spot + " is in a break that is not open");
            }
            if (spot.planned()) {
                lines.get(spot.line()).barred().forEach((reason, barred) -> {
                    if (barred.get(spot.index())) {
                        say(Rule.BARRED, spot + " is barred by " + reason);
                    }
                });
            }
        }
    }

    private void breaks() {
        Map<Integer, List<Aired>> byBreak = new TreeMap<>();
        aired.forEach(spot ->
                byBreak.computeIfAbsent(spot.index(), none -> new ArrayList<>()).add(spot));
        byBreak.forEach((index, spots) -> {
            Break adBreak = problem.breaks().get(index);
            Duration booked = spots.stream().map(Aired::length).reduce(Duration.ZERO, Duration::plus);
            if (booked.compareTo(adBreak.capacity()) > 0 && spots.stream().anyMatch(Aired::planned)) {
                say(Rule.CAPACITY, adBreak + " holds " + booked);
            }
            countsByLine(spots).forEach((line, count) -> {
                if (count > line.mostABreak() && planned(spots, line)) {
                    say(Rule.BREAK_CAP, adBreak + " has " + count + " spots of line " + line.id());
                }
            });
        });
    }

    private Map<Line, Integer> countsByLine(List<Aired> spots) {
        Map<Line, Integer> counts = new LinkedHashMap<>();
        for (Aired spot : spots) {
            if (lines.containsKey(spot.line())) {
                counts.merge(lines.get(spot.line()), 1, Integer::sum);
            }
        }
        return counts;
    }

    private static boolean planned(List<Aired> spots, Line line) {
        return spots.stream().anyMatch(spot -> spot.planned() && spot.line().equals(line.id()));
    }

    private void days() {
        Map<LocalDate, List<Aired>> byDay = new TreeMap<>();
        aired.forEach(spot -> byDay.computeIfAbsent(spot.adBreak().day(), none -> new ArrayList<>())
                .add(spot));
        byDay.forEach((day, spots) -> countsByLine(spots).forEach((line, count) -> {
            if (count > line.mostADay() && planned(spots, line)) {
                say(Rule.DAY_CAP, day + " has " + count + " spots of line " + line.id());
            }
        }));
    }

    /** Every two spots near enough to have to do with each other, midnight and the edges of the week or not. */
    private void pairs() {
        Duration farthest = problem.lines().stream()
                .map(Line::separation)
                .reduce(longer(problem.category().time(), problem.advertiser().time()), FillCheck::longer);
        for (int i = 0; i < aired.size(); i++) {
            for (int j = i + 1; j < aired.size(); j++) {
                Aired a = aired.get(i);
                Aired b = aired.get(j);
                if (between(a, b).compareTo(farthest) >= 0 && b.index() - a.index() > 1) {
                    break;
                }
                if (a.planned() || b.planned()) {
                    pair(a, b);
                }
            }
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration between(Aired a, Aired b) {
        return Duration.between(a.adBreak().start(), b.adBreak().start()).abs();
    }

    private void pair(Aired a, Aired b) {
        boolean oneLine = a.line().equals(b.line()) && lines.containsKey(a.line());
        if (oneLine
                && a.index() != b.index()
                && between(a, b).compareTo(lines.get(a.line()).separation()) < 0) {
            say(Rule.SEPARATION, a + " and " + b + " are " + between(a, b) + " apart");
        }
        if (related(a.categories(), b.categories()) && !apart(a, b, problem.category())) {
            say(Rule.CATEGORY, a + " and " + b);
        }
        if (!a.advertiser().isEmpty() && a.advertiser().equals(b.advertiser()) && !apart(a, b, problem.advertiser())) {
            say(Rule.ADVERTISER, a + " and " + b);
        }
    }

    private static boolean related(List<String> a, List<String> b) {
        return !a.isEmpty() && !b.isEmpty() && (a.contains(b.get(0)) || b.contains(a.get(0)));
    }

    private static boolean apart(Aired a, Aired b, Apart rule) {
        if (a.index() == b.index()) {
            return rule.shareBreak();
        }
        return between(a, b).compareTo(rule.time()) >= 0 && (rule.neighbours() || !neighbours(a, b));
    }

    private static boolean neighbours(Aired a, Aired b) {
        return Math.abs(a.index() - b.index()) == 1 && between(a, b).compareTo(A_DAY) < 0;
    }

    private void reasons() {
        for (LeftOut left : plan.leftOut()) {
            int sum = left.ruledOut().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            if (left.spots() < 1 || sum != problem.breaks().size()) {
                say(
                        Rule.REASONS,
                        "Line " + left.line() + " leaves out " + left.spots() + " with reasons for " + sum + " of "
                                + problem.breaks().size() + " breaks");
            }
        }
    }

    private Quality quality() {
        int leftOut = 0;
        int weighted = 0;
        double pacing = 0;
        for (Line line : problem.lines()) {
            int missing = line.spots() - placed(line);
            leftOut += missing;
            weighted += missing * (17 - line.priority());
            pacing += offPace(line);
        }
        return new Quality(leftOut, weighted, pacing, neighbours());
    }

    private double offPace(Line line) {
        Map<LocalDate, Integer> counts = new TreeMap<>();
        Set<LocalDate> days = new HashSet<>();
        for (int i = 0; i < problem.breaks().size(); i++) {
            Break adBreak = problem.breaks().get(i);
            int index = i;
            boolean barred = line.barred().values().stream().anyMatch(bits -> bits.get(index));
            if (adBreak.open() && !barred && days.add(adBreak.day())) {
                counts.put(adBreak.day(), 0);
            }
        }
        int total = line.spots();
        for (Aired spot : aired) {
            if (spot.line().equals(line.id())
                    && counts.containsKey(spot.adBreak().day())) {
                counts.merge(spot.adBreak().day(), 1, Integer::sum);
                total += spot.planned() ? 0 : 1;
            }
        }
        double off = 0;
        double rest = total;
        int parts = counts.size();
        int allParts = parts * (parts + 1) / 2;
        for (int count : counts.values()) {
            double target = switch (line.pacing()) {
                case EVEN -> 1.0 * total / counts.size();
                case FRONT -> 1.0 * total * parts-- / allParts;
                case ASAP -> Math.min(line.mostADay(), rest);
            };
            rest -= target;
            off += Math.abs(count - target);
        }
        return off;
    }

    private int neighbours() {
        int pairs = 0;
        for (int i = 0; i < aired.size(); i++) {
            for (int j = i + 1;
                    j < aired.size() && aired.get(j).index() - aired.get(i).index() < 2;
                    j++) {
                Aired a = aired.get(i);
                Aired b = aired.get(j);
                if (neighbours(a, b) && related(a.categories(), b.categories())) {
                    pairs++;
                }
            }
        }
        return pairs;
    }
}
