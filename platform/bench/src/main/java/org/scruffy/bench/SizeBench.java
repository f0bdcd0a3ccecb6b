package org.scruffy.bench;

import io.opentelemetry.api.OpenTelemetry;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAccumulator;
import org.scruffy.desk.Desk;
import org.scruffy.desk.Edit;
import org.scruffy.desk.Editor;
import org.scruffy.desk.Options;
import org.scruffy.fill.AutoFill;
import org.scruffy.fill.Fill;
import org.scruffy.fill.FillPreview;
import org.scruffy.fill.FillRequest;
import org.scruffy.plugin.Platform;
import org.scruffy.plugin.Plugins;
import org.scruffy.plugin.Routines;
import org.scruffy.rule.RuleBook;
import org.scruffy.rule.Rules;
import org.scruffy.schedule.FeedSheet;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.WeekJson;
import org.scruffy.spi.schedule.FillBudget;
import org.scruffy.spi.schedule.SpotFiller;
import org.scruffy.spi.telemetry.Telemetry;
import org.scruffy.telemetry.Jobs;
import org.scruffy.telemetry.OpenTelemetrySpans;

/**
 * The product with a quarter of a network in its database: 330 stations with 4 feeds and 13 weeks, times the factor that
 * {@code -Dbench.factor} says.
 */
final class SizeBench implements Benchmark {

    private static final int STATIONS = 330;
    private static final int FEEDS = 4;
    private static final int WEEKS = 13;
    private static final int ROUNDS = 40;
    private static final Duration BUDGET = Duration.ofSeconds(2);
    private static final Editor EDITOR = new Editor("bench", false);
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    /** The most of the heap that was seen used, garbage and all. */
    private static final LongAccumulator USED = new LongAccumulator(Math::max, 0);

    private static final Instant NOW = Network.MONDAY.atStartOfDay().toInstant(ZoneOffset.UTC);

    @Override
    public String name() {
        return "size";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        double factor = Double.parseDouble(System.getProperty("bench.factor"));
        Network network = new Network((int) Math.max(1, Math.round(STATIONS * factor)), FEEDS, WEEKS, true);
        long began = System.nanoTime();
        try (NetworkDatabase loaded = new NetworkDatabase(network)) {
            out.printf(
                    Locale.ROOT,
                    "%nFactor %s of %d stations × %d feeds × %d weeks: %d stations, %,d slots, %,d breaks, %,d spots; loaded in"
                            + " %.0f s, %s on disk%n%n",
                    factor,
                    STATIONS,
                    FEEDS,
                    WEEKS,
                    network.stations(),
                    network.slots(),
                    network.slots() * Network.BREAKS,
                    Long.parseLong(loaded.text("SELECT count(*) FROM placement")),
                    (System.nanoTime() - began) / 1e9,
                    loaded.size());
            measure(loaded, network, out);
        }
    }

    private static void measure(NetworkDatabase loaded, Network network, PrintStream out) throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Telemetry telemetry = new OpenTelemetrySpans(OpenTelemetry.noop().getTracer("bench"), new Jobs(clock));
        Schedule schedule = new Schedule(loaded.database(), clock, Nobody.listens());
        Desk desk = new Desk(loaded.database(), clock, telemetry, Nobody.listens(), new Rules());
        WeekJson json = new WeekJson(WeekJson.includable(), Set.of());
        Table table = new Table("what", "times", "median ms", "p95 ms", "most ms");
        table.row(cells(
                "GET of a week of one feed",
                times(round -> json.of(sheets(schedule, round, network, "f" + (1 + round % FEEDS))))));
        table.row(cells("GET of a week of four feeds", times(round -> json.of(sheets(schedule, round, network, "")))));
        table.row(cells(
                "GET of a week that is known",
                times(round -> schedule.sheetsUnless(
                        heads -> true, station(round, network), "", Network.MONDAY.plusWeeks(round % WEEKS)))));
        table.row(cells("save of one move", times(round -> move(desk, round, network))));
        table.print(out);
        fill(loaded, desk, clock, telemetry, network, out);
        memory(out);
    }

    private static String station(int round, Network network) {
        return Network.callSign(1 + round % network.stations());
    }

    private static List<FeedSheet> sheets(Schedule schedule, int round, Network network, String feed) {
        return schedule.sheetsUnless(
                        heads -> false, station(round, network), feed, Network.MONDAY.plusWeeks(round % WEEKS))
                .orElseThrow();
    }

    @FunctionalInterface
    private interface Round {
        Object run(int round) throws Exception;
    }

    /** Of the second half of the rounds: the first warms up. */
    private static List<Double> times(Round work) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS * 2; round++) {
            long began = System.nanoTime();
            work.run(round);
            USED.accumulate(MEMORY.getHeapMemoryUsage().getUsed());
            if (round >= ROUNDS) {
                times.add((System.nanoTime() - began) / 1e6);
            }
        }
        return times;
    }

    private static Object[] cells(String what, List<Double> times) {
        List<Double> sorted = times.stream().sorted().toList();
        return new Object[] {
            what,
            sorted.size(),
            WeekBench.number(WeekBench.median(sorted)),
            WeekBench.number(sorted.get(sorted.size() * 95 / 100)),
            WeekBench.number(sorted.get(sorted.size() - 1))
        };
    }

    /** The last spot of a break to the end of the break after it: each has room for one more. */
    private static Object move(Desk desk, int round, Network network) {
        long slotsOfAStation = (long) FEEDS * WEEKS * Network.SLOTS;
        long slot = (round % network.stations()) * slotsOfAStation + Network.SLOTS + 1 + round * 2L;
        long adBreak = (slot - 1) * Network.BREAKS + 1;
        long spot = (adBreak - 1) * Network.SPOTS + Network.SPOTS;
        return desk.apply(
                EDITOR,
                station(round, network),
                List.of(new Edit.MoveSpot(spot, adBreak + 1, null, 1)),
                Options.plain().because("benchmark"));
    }

    private static void fill(
            NetworkDatabase loaded, Desk desk, Clock clock, Telemetry telemetry, Network network, PrintStream out)
            throws Exception {
        Path data = Files.createTempDirectory("scruffy-bench");
        Plugins none = new Plugins(
                new Platform(data, data, URI.create("http://localhost/"), false),
                telemetry,
                new Routines(clock),
                clock);
        AutoFill fills =
                new AutoFill(loaded.database(), new RuleBook(loaded.database(), clock), desk, none, telemetry, clock);
        String station = Network.callSign(1);
        long began = System.nanoTime();
        Fill fill = fills.start(
                new FillRequest(
                        station,
                        "f1",
                        network.lastMonday(),
                        FillBudget.ofTime(1, BUDGET),
                        true,
                        true,
                        SpotFiller.HOUSE),
                EDITOR.name());
        while (fill.state() == Fill.State.RUNNING) {
            Thread.sleep(10);
            USED.accumulate(MEMORY.getHeapMemoryUsage().getUsed());
            fill = fills.get(station, fill.id());
        }
        double ready = (System.nanoTime() - began) / 1e9;
        FillPreview preview = fill.preview().orElseThrow();
        began = System.nanoTime();
        fills.apply(station, fill.id(), EDITOR, "benchmark");
        out.println();
        new Table("fill of an empty week", "ready after s", "spots", "left out", "applied in s")
                .row(
                        "one feed, budget " + BUDGET.toSeconds() + " s",
                        WeekBench.number(ready),
                        preview.added().size(),
                        fill.leftOut(),
                        WeekBench.number((System.nanoTime() - began) / 1e9))
                .print(out);
    }

    private static void memory(PrintStream out) {
        MEMORY.gc();
        out.printf(
                Locale.ROOT,
                "%nHeap: at most %d MB seen in use with its garbage, %d MB kept after all of it, of at most %d MB%n",
                USED.get() >> 20,
                MEMORY.getHeapMemoryUsage().getUsed() >> 20,
                MEMORY.getHeapMemoryUsage().getMax() >> 20);
    }
}
