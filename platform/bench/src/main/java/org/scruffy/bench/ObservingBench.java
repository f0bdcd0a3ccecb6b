package org.scruffy.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.scruffy.database.Sql;
import org.scruffy.duckdb.DuckDbPlugin;
import org.scruffy.spi.PluginContext;
import org.scruffy.spi.telemetry.EventStore;
import org.scruffy.telemetry.OwnSpans;

/**
 * What it costs a request with 50 statements that the product observes itself: a span of it and of each statement, with its caller and
 * the hash of its values, on their way into the default store on another thread. Requests with and without take turns; a ratio is the
 * median of those of each turn. Nothing of HTTP or JSON is in them, which would make the ratios smaller.
 */
final class ObservingBench implements Benchmark {

    private static final int STATEMENTS = 50;
    private static final int WARM = 1_000;
    private static final int TURNS = 2_000;
    private static final int STORED = 200;
    private static final int ROUNDS = 15;
    private static final double MOST = 1.02;
    private static final String SPOT = """
            SELECT p.id, p.seq, p.duration_ms, b.starts_at, c.ad_id, c.title, u.name
            FROM placement p JOIN ad_break b ON b.id = p.break_id JOIN creative c ON c.id = p.creative_id
            JOIN underwriter u ON u.id = c.underwriter_id WHERE p.break_id = ?1 ORDER BY p.seq
            """;

    /** Microseconds of a request: until it is answered, and of its thread's processor. */
    private record Cost(double wall, double cpu) {

        static Cost of(Runnable work) {
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long wall = System.nanoTime();
            work.run();
            double took = (System.nanoTime() - wall) / 1e3;
            return new Cost(took, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e3);
        }
    }

    private record Turn(Cost without, Cost with) {}

    @Override
    public String name() {
        return "observing";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "observing");
        try (NetworkDatabase network = new NetworkDatabase(new Network(1, 1, 1, false));
                DuckDbPlugin plugin = new DuckDbPlugin()) {
            plugin.start(new PluginContext(
                    folder,
                    folder,
                    URI.create("http://localhost/"),
                    false,
                    Clock.systemUTC(),
                    null,
                    (name, first, pace, work) -> {}));
            EventStore store = plugin.eventStores().get(0);
            store.open();
            measure(network, store, out);
        }
    }

    private static void measure(NetworkDatabase network, EventStore store, PrintStream out) throws Exception {
        Runnable request = () -> network.database().read(em -> {
            Sql sql = new Sql(em);
            int rows = 0;
            for (int i = 1; i <= STATEMENTS; i++) {
                rows += sql.rows(SPOT, i).size();
            }
            return rows;
        });
        try (OwnSpans spans = new OwnSpans(store)) {
            turns(request, spans, WARM);
            spans.settled();
            List<Turn> turns = turns(request, spans, TURNS);
            spans.settled();
            print(turns, storing(request, spans), out);
        }
    }

    /** Which of the two comes first takes turns too. */
    private static List<Turn> turns(Runnable request, OwnSpans spans, int count) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Cost first = i % 2 == 0 ? without(request) : with(request, spans);
            Cost second = i % 2 == 0 ? with(request, spans) : without(request);
            turns.add(i % 2 == 0 ? new Turn(first, second) : new Turn(second, first));
        }
        return turns;
    }

    private static Cost without(Runnable request) {
        return Cost.of(() -> OwnSpans.unobserved(request));
    }

    private static Cost with(Runnable request, OwnSpans spans) {
        return Cost.of(() -> spans.observed(request));
    }

    /** Of the whole process, microseconds a request with what its spans take until they are in the store, and without. */
    private record Storing(double without, double with, double spans) {}

    private static Storing storing(Runnable request, OwnSpans spans) throws InterruptedException {
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        long kept = spans.settled();
        for (int round = 0; round < ROUNDS; round++) {
            long began = processCpu();
            for (int i = 0; i < STORED; i++) {
                OwnSpans.unobserved(request);
            }
            without.add((processCpu() - began) / 1e3 / STORED);
            began = processCpu();
            for (int i = 0; i < STORED; i++) {
                spans.observed(request);
            }
            spans.settled();
            with.add((processCpu() - began) / 1e3 / STORED);
        }
        double each = (double) (spans.settled() - kept) / STORED / ROUNDS;
        return new Storing(WeekBench.median(without), WeekBench.median(with), each);
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void print(List<Turn> turns, Storing storing, PrintStream out) {
        new Table("a request with " + STATEMENTS + " statements", "without, µs", "observed, µs", "ratio")
                .row(cells("until it is answered", turns, Cost::wall))
                .row(cells("CPU of its thread", turns, Cost::cpu))
                .row(
                        "CPU of the process, spans in the store",
                        number(storing.without()),
                        number(storing.with()),
                        number(storing.with() / storing.without()))
                .print(out);
        out.println(String.format(
                Locale.ROOT, "%.0f spans a request. To be met: answered within %.2f x.", storing.spans(), MOST));
    }

    private static Object[] cells(String what, List<Turn> turns, ToDoubleFunction<Cost> of) {
        return new Object[] {
            what,
            number(median(turns, turn -> of.applyAsDouble(turn.without()))),
            number(median(turns, turn -> of.applyAsDouble(turn.with()))),
            number(median(turns, turn -> of.applyAsDouble(turn.with()) / of.applyAsDouble(turn.without())))
        };
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> of) {
        return WeekBench.median(turns.stream().map(of::applyAsDouble).toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
