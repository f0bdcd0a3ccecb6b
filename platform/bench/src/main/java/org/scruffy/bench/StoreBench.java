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
import org.scruffy.duckdb.StoreCost;

/** What events take in the default store, hot and sealed, what keeping and sealing them costs, and how long questions take of both. */
final class StoreBench implements Benchmark {

    private static final int EVENTS = Integer.getInteger("bench.events", 1_000_000);

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
            double sealing = cost.seal();
            Map<String, Double> ofSealed = cost.questions();
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
            Table questions = new Table("ms", "hot", "sealed");
            ofHot.forEach((name, ms) -> questions.row(name, one(ms), one(ofSealed.get(name))));
            questions.print(out);
            out.println(String.format(
                    Locale.ROOT,
                    "%,d spans of a day in 24 hours' files. To be met: at most 75 bytes an event hot, 50 sealed.",
                    EVENTS));
        } finally {
            delete(folder);
        }
    }

    private static String one(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(folder)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
