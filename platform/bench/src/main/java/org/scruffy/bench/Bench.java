package org.scruffy.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the benchmarks that are named, with commas between them, or all of them. */
public final class Bench {

    private static final List<Benchmark> ALL = List.of(
            new FillBench(),
            new WeekBench(),
            new SizeBench(),
            new TimelineBench(),
            new HttpBench(),
            new FeedsBench(),
            new CausesBench(),
            new FindingsBench(),
            new ObservingBench(),
            new StoreBench(),
            new IngestBench(),
            new PaintBench());

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> wanted = Stream.of(arguments)
                .flatMap(argument -> Stream.of(argument.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        Set<String> known = ALL.stream().map(Benchmark::name).collect(Collectors.toSet());
        if (!known.containsAll(wanted)) {
            System.err.println("There is no benchmark among " + wanted + " but " + known);
            System.exit(2);
        }
        run(wanted, System.out);
    }

    private static void run(Set<String> wanted, PrintStream out) throws Exception {
        for (Benchmark benchmark : ALL) {
            if (wanted.isEmpty() || wanted.contains(benchmark.name())) {
                out.println("\n== " + benchmark.name() + " ==");
                benchmark.run(out);
            }
        }
    }
}
