package org.scruffy.fill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillPlan.LeftOut;
import org.scruffy.spi.schedule.FillPlan.Placement;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillProblem.Reason;
import org.scruffy.spi.schedule.FillWatch;
import org.scruffy.spi.schedule.SpotFiller;

/** The filler of the house: a first plan, repaired, then improved for as long as the budget lasts. */
public final class HouseFiller implements SpotFiller {

    /** How far it goes: for whoever measures what each step brings. */
    public enum Step {
        /** The first plan. */
        GREEDY,
        /** Repaired by moving one spot for another. */
        EJECTION,
        /** Improved within the budget. */
        RECREATE
    }

    private static final int GLANCE = 64;

    private final Step last;

    public HouseFiller() {
        this(Step.RECREATE);
    }

    public HouseFiller(Step last) {
        this.last = last;
    }

    @Override
    public String name() {
        return HOUSE;
    }

    @Override
    public FillPlan fill(FillProblem problem, FillBudget budget, FillWatch watch) {
        Board board = new Board(new Questions(problem));
        new Greedy(board).place();
        if (last != Step.GREEDY) {
            new Ejection(board, watch::cancelled).repair();
        }
        long iterations = last == Step.RECREATE ? improve(board, budget, watch) : 0;
        // what was moved may have left room
        new Greedy(board).place();
        watch.progress(1, board.leftOut());
        return plan(board, iterations);
    }

    private static long improve(Board board, FillBudget budget, FillWatch watch) {
        Recreate recreate = new Recreate(board, budget.seed());
        long began = System.nanoTime();
        long time = budget.time().toNanos();
        long iteration = 0;
        for (; iteration < budget.iterations(); iteration++) {
            if (iteration % GLANCE == 0) {
                long spent = System.nanoTime() - began;
                if (spent >= time || watch.cancelled()) {
                    break;
                }
                double done = Math.max((double) spent / time, (double) iteration / budget.iterations());
                watch.progress(done, recreate.leftOut());
            }
            recreate.iterate(iteration);
        }
        recreate.finish();
        return iteration;
    }

    private static FillPlan plan(Board board, long iterations) {
        Questions ask = board.ask;
        List<Integer> placed = new ArrayList<>();
        for (int spot = 0; spot < ask.spots; spot++) {
            if (board.where[spot] != Board.NOWHERE) {
                placed.add(spot);
            }
        }
        placed.sort(Comparator.comparing((Integer spot) -> board.where[spot]).thenComparing(spot -> spot));
        List<Placement> placements = placed.stream()
                .map(spot -> new Placement(
                        ask.problem.lines().get(ask.lineOfSpot[spot]).id(),
                        ask.problem.breaks().get(board.where[spot]).id()))
                .toList();
        List<LeftOut> leftOut = new ArrayList<>();
        for (int line = 0; line < ask.lines; line++) {
            if (board.idle(line) > 0) {
                leftOut.add(new LeftOut(ask.problem.lines().get(line).id(), board.idle(line), ruledOut(board, line)));
            }
        }
        return new FillPlan(placements, leftOut, iterations);
    }

    private static Map<Reason, Integer> ruledOut(Board board, int line) {
        FillProblem problem = board.ask.problem;
        Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        for (int i = 0; i < board.ask.breaks; i++) {
            counts.merge(reason(board, problem, line, i), 1, Integer::sum);
        }
        return counts;
    }

    private static Reason reason(Board board, FillProblem problem, int line, int adBreak) {
        if (!problem.breaks().get(adBreak).open()) {
            return Reason.CLOSED;
        }
        return problem.lines().get(line).bar(adBreak).orElseGet(() -> board.reason(line, adBreak));
    }
}
