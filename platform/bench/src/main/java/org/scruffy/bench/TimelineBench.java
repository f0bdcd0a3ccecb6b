package org.scruffy.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.scruffy.feed.TimelineSteps;

/**
 * JMH: from the origin's next version, which drops a segment and lists a new one, to the text that is published; its first step,
 * the reading, alone; and both of them as if nothing had been read before.
 */
public class TimelineBench implements org.scruffy.bench.Benchmark {

    private static final int STEPS = 200;

    /** A feed that has read its first version, and the versions that follow. */
    @State(Scope.Thread)
    public static class Feed {

        @Param({"8", "1200"})
        public int segments;

        private final List<byte[]> versions = new ArrayList<>();
        private TimelineSteps steps;

        /** The splice begins in the middle of the first window and is listed for some of the steps where it is short. */
        private TimelineSteps anew() {
            return new TimelineSteps(segments / 2);
        }

        /** Once, before anything is measured. */
        @Setup(Level.Trial)
        public void versions() {
            for (int first = 0; first <= STEPS; first++) {
                versions.add(TimelineSteps.version(first, segments));
            }
        }

        /** Before each round of all versions, unmeasured. */
        @Setup(Level.Invocation)
        public void first() {
            steps = anew();
            steps.update(versions.get(0));
        }
    }

    /** The processor time of the measured steps: what else runs on the machine does not count. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cpu {

        public long nanos;
        public long steps;

        private void of(Runnable work) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            work.run();
            nanos += threads.getCurrentThreadCpuTime() - before;
            steps += STEPS;
        }
    }

    /** The whole update. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public void update(Feed feed, Cpu cpu, Blackhole hole) {
        cpu.of(() -> {
            for (int i = 1; i <= STEPS; i++) {
                hole.consume(feed.steps.update(feed.versions.get(i)));
            }
        });
    }

    /** Its first step. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public void read(Feed feed, Cpu cpu, Blackhole hole) {
        cpu.of(() -> {
            for (int i = 1; i <= STEPS; i++) {
                hole.consume(feed.steps.follow(feed.versions.get(i)));
            }
        });
    }

    /** The whole update without a memory. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public void anew(Feed feed, Cpu cpu, Blackhole hole) {
        cpu.of(() -> {
            for (int i = 1; i <= STEPS; i++) {
                hole.consume(feed.anew().update(feed.versions.get(i)));
            }
        });
    }

    @Override
    public String name() {
        return "timeline";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Options options = new OptionsBuilder()
                .include(TimelineBench.class.getName())
                .forks(2)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        Table table = new Table("segments listed", "what", "CPU µs", "wall µs", "± (99.9 %)");
        results.forEach(result -> table.row(
                result.getParams().getParam("segments"),
                result.getPrimaryResult().getLabel(),
                number(counted(result, "nanos") / counted(result, "steps") / 1e3),
                number(result.getPrimaryResult().getScore()),
                number(result.getPrimaryResult().getScoreError())));
        table.print(out);
    }

    private static double counted(RunResult result, String what) {
        return result.getSecondaryResults().get(what).getScore();
    }

    private static String number(double micros) {
        return String.format(Locale.ROOT, "%.1f", micros);
    }
}
