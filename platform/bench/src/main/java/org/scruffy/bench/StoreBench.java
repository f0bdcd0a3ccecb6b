package org.scruffy.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.scruffy.duckdb.Arrivals;
import org.scruffy.duckdb.StoreCost;

/** What events take in the default store, hot and sealed, what keeping and sealing them costs, and how long questions take of both. */
final class StoreBench implements Benchmark {

    private static final int EVENTS = Integer.getInteger("bench.events", 1_000_000);

    private static final int TIMES = 10;
    private static final int ARRIVING = 20_000; // in a second

    /** What was asked while spans came in. */
    private record Busy(Map<String, Double> questions, Map<String, Double> raw, double rate) {}

    @Override
    public String name() {
        return "store";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("scruffy-store");
        try (StoreCost cost = new StoreCost(folder, EVENTS)) {
            double appended = cost.append();
            double hot = cost.database();
            Map<String, Double> ofHot = cost.questions();
            Map<String, Double> rawHot = cost.raw(false);
            Busy busyHot = busy(cost, false);
            double sealing = cost.seal();
            Map<String, Double> ofSealed = cost.questions();
            Map<String, Double> rawSealed = cost.raw(true);
            Busy busySealed = busy(cost, true);
            double files = cost.files();
            double samples = cost.samples();
            double database = cost.database();
            new Table("", "hot", "sealed")
                    .row("bytes an event", one(hot), one(files + samples + database))
                    .row("… of these the events", one(hot), one(files))
                    .row("… of these the sample", "", one(samples))
                    .row("… of these the database, its trace index", "", one(database))
                    .row("CPU µs an event, to keep and to seal", one(appended), one(sealing))
                    .print(out);
            Table questions = new Table("ms", "hot", "× raw SQL", "sealed", "× raw SQL");
            ofHot.forEach((name, ms) -> questions.row(
                    name,
                    one(ms),
                    ratio(ms, rawHot.get(name)),
                    one(ofSealed.get(name)),
                    ratio(ofSealed.get(name), rawSealed.get(name))));
            questions.print(out);
            print(ofHot, busyHot, ofSealed, busySealed, out);
            grown(cost, ofSealed, out);
            out.println(String.format(
                    Locale.ROOT,
                    "%,d spans of a day in 24 hours' files. To be met: at most 75 bytes an event hot, 50 sealed; 1.3 × raw SQL.",
                    EVENTS));
        } finally {
            delete(folder);
        }
    }

    /** Of a copy: what comes in is in nobody's way later. */
    private static Busy busy(StoreCost cost, boolean sealed) throws Exception {
        Path folder = Files.createTempDirectory("scruffy-store");
        try (StoreCost copy = cost.copied(folder);
                Arrivals arrivals = copy.arriving(ARRIVING)) {
            return new Busy(copy.questions(), copy.raw(sealed), arrivals.rate());
        } finally {
            delete(folder);
        }
    }

    private static void print(
            Map<String, Double> hot, Busy busyHot, Map<String, Double> sealed, Busy busySealed, PrintStream out) {
        Table table = new Table(
                String.format(Locale.ROOT, "ms, while %,d spans/s come in", ARRIVING),
                "hot",
                "× at rest",
                "× raw SQL",
                "sealed",
                "× at rest",
                "× raw SQL");
        hot.forEach((name, ms) -> table.row(
                name,
                one(busyHot.questions.get(name)),
                ratio(busyHot.questions.get(name), ms),
                ratio(busyHot.questions.get(name), busyHot.raw.get(name)),
                one(busySealed.questions.get(name)),
                ratio(busySealed.questions.get(name), sealed.get(name)),
                ratio(busySealed.questions.get(name), busySealed.raw.get(name))));
        table.print(out);
        out.println(String.format(
                Locale.ROOT, "%,.0f and %,.0f spans/s were kept meanwhile.", busyHot.rate, busySealed.rate));
    }

    /** The same questions where there are nine days more, and where each file is listed twice besides. */
    private static void grown(StoreCost cost, Map<String, Double> once, PrintStream out) throws Exception {
        cost.list(TIMES, false);
        Map<String, Double> longer = cost.questions();
        cost.list(2, true);
        Map<String, Double> denser = cost.questions();
        Table table = new Table("ms, sealed", "a day", "a day of ten", "a day of ten, each file listed twice");
        once.forEach((name, ms) -> table.row(name, one(ms), one(longer.get(name)), one(denser.get(name))));
        table.print(out);
        out.println(String.format(
                Locale.ROOT,
                "%,d and %,d spans. To be met: what is bounded in time stays as it is, what is twice as much takes at most twice as long.",
                (long) EVENTS * TIMES,
                (long) EVENTS * TIMES * 2));
    }

    private static String ratio(double ms, Double raw) {
        return raw == null ? "" : String.format(Locale.ROOT, "%.2f of %.1f", ms / raw, raw);
    }

    private static String one(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(folder)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
