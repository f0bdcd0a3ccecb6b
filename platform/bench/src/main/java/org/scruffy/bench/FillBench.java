package org.scruffy.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.scruffy.fill.HouseFiller;
import org.scruffy.fill.HouseFiller.Step;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.FillPlan;
import org.scruffy.spi.schedule.FillProblem;
import org.scruffy.spi.schedule.FillWatch;
import org.scruffy.spi.schedule.SpotFiller;
import org.scruffy.testkit.FillCheck;
import org.scruffy.testkit.FillCheck.Quality;
import org.scruffy.testkit.FillInstances;

/** What each step of the house filler brings on a loose and on a tight week, with -Dbench.solvers beside a solver of others. */
final class FillBench implements Benchmark {

    private static final long INSTANCE = 7;
    private static final long SEED = 1;

    @Override
    public String name() {
        return "fill";
    }

    @Override
    public void run(PrintStream out) {
        fill(FillInstances.week(INSTANCE, 0.8), new HouseFiller(), Duration.ofSeconds(1));
        measure("loose: 80 % of capacity asked for", FillInstances.week(INSTANCE, 0.8), out);
        measure("tight: 100 %", FillInstances.week(INSTANCE, 1), out);
    }

    private static void measure(String title, FillProblem problem, PrintStream out) {
        out.printf(
                "%n%s: %d breaks, %d spots of %d lines, instance %d, seed %d%n%n",
                title,
                problem.breaks().size(),
                problem.lines().stream().mapToInt(FillProblem.Line::spots).sum(),
                problem.lines().size(),
                INSTANCE,
                SEED);
        Table table =
                new Table("method", "s", "iterations", "left out", "weighted", "pacing", "neighbours", "violations");
        row(table, "greedy", problem, new HouseFiller(Step.GREEDY), Duration.ZERO);
        row(table, "+ ejection", problem, new HouseFiller(Step.EJECTION), Duration.ZERO);
        for (int seconds : List.of(2, 10, 40)) {
            row(table, "+ ruin and recreate", problem, new HouseFiller(), Duration.ofSeconds(seconds));
        }
        if (Boolean.getBoolean("bench.solvers")) {
            for (int seconds : List.of(10, 40)) {
                Duration time = Duration.ofSeconds(seconds);
                row(table, "timefold", problem, new TimefoldFiller(null), time);
                row(table, "timefold + ejection", problem, new TimefoldFiller(new HouseFiller(Step.EJECTION)), time);
            }
        }
        table.print(out);
    }

    private static void row(Table table, String method, FillProblem problem, SpotFiller filler, Duration time) {
        long began = System.nanoTime();
        FillPlan plan = fill(problem, filler, time);
        double seconds = (System.nanoTime() - began) / 1e9;
        Quality quality = FillCheck.quality(problem, plan);
        table.row(
                method,
                String.format(Locale.ROOT, "%.2f", seconds),
                plan.iterations(),
                quality.leftOut(),
                quality.weighted(),
                Math.round(quality.pacing()),
                quality.neighbours(),
                FillCheck.violations(problem, plan).size());
    }

    private static FillPlan fill(FillProblem problem, SpotFiller filler, Duration time) {
        return filler.fill(problem, FillBudget.ofTime(SEED, time), FillWatch.NOBODY);
    }
}
