package org.scruffy.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.scruffy.schedule.EntityWeek;
import org.scruffy.schedule.Schedule;
import org.scruffy.schedule.WeekJson;

/**
 * What the GET of a week costs: read and written as the product does, by hand with JDBC, by entity plans, and by the lazy walk. They
 * take turns in one run and answer the same document; a ratio is the median of those of each turn.
 */
final class WeekBench implements Benchmark {

    private static final double MOST = 1.3;
    private static final String PRODUCT = "product";
    private static final String JDBC = "JDBC by hand";
    private static final String WALK = "lazy walk";

    @Override
    public String name() {
        return "week";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        measure(4, 60, 5, out);
        measure(80, 15, 1, out);
    }

    private static void measure(int feeds, int turns, int slowTurns, PrintStream out) throws Exception {
        Network network = new Network(1, feeds, 1, false);
        try (NetworkDatabase loaded = new NetworkDatabase(network)) {
            Map<String, Callable<byte[]>> plans = plans(loaded);
            byte[] answer = plans.get(JDBC).call();
            assertSame(plans, answer);
            out.printf(
                    Locale.ROOT,
                    "%n%,d slots, %,d spots, %,d bytes of JSON; %d turns (%d of entities and walk) after as many (1) to warm up%n%n",
                    network.slots(),
                    network.slots() * Network.BREAKS * Network.SPOTS,
                    answer.length,
                    turns,
                    slowTurns);
            turns(plans, turns, 1);
            print(turns(plans, turns, slowTurns), out);
        }
    }

    private static Map<String, Callable<byte[]>> plans(NetworkDatabase loaded) {
        Schedule schedule = new Schedule(loaded.database(), Clock.systemUTC(), Nobody.listens());
        WeekJson json = new WeekJson(WeekJson.includable(), java.util.Set.of());
        JdbcWeek byHand = new JdbcWeek(loaded.source());
        String station = Network.callSign(1);
        Map<String, Callable<byte[]>> plans = new LinkedHashMap<>();
        plans.put(JDBC, () -> byHand.json(station, Network.MONDAY));
        plans.put(
                PRODUCT,
                () -> json.of(schedule.sheetsUnless(heads -> false, station, "", Network.MONDAY)
                        .orElseThrow()));
        for (EntityWeek plan : EntityWeek.values()) {
            plans.put(
                    "entities, " + plan.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    () -> json.of(plan.read(loaded.database(), station, Network.MONDAY)));
        }
        plans.put(WALK, () -> json.of(schedule.legacySheets(station, "", Network.MONDAY)));
        return plans;
    }

    /** The same bytes; of entities, which know no orders, without those. */
    private static void assertSame(Map<String, Callable<byte[]>> plans, byte[] answer) throws Exception {
        for (Map.Entry<String, Callable<byte[]>> plan : plans.entrySet()) {
            byte[] other = plan.getValue().call();
            if (!Arrays.equals(answer, other) && !withoutLines(answer).equals(withoutLines(other))) {
                throw new IllegalStateException(plan.getKey() + " answers another document");
            }
            if (plan.getKey().equals(PRODUCT) && !Arrays.equals(answer, other)) {
                throw new IllegalStateException("The product answers another document than JDBC by hand");
            }
        }
    }

    private static String withoutLines(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8).replaceAll("\"line\":\"[^\"]*\"", "");
        return text.substring(0, text.lastIndexOf("\"lines\":"));
    }

    private static Map<String, List<Double>> turns(Map<String, Callable<byte[]>> plans, int turns, int slowTurns)
            throws Exception {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int turn = 0; turn < turns; turn++) {
            for (Map.Entry<String, Callable<byte[]>> plan : plans.entrySet()) {
                boolean quick = plan.getKey().equals(JDBC) || plan.getKey().equals(PRODUCT);
                if (quick || turn < slowTurns) {
                    long began = System.nanoTime();
                    plan.getValue().call();
                    times.computeIfAbsent(plan.getKey(), name -> new ArrayList<>())
                            .add((System.nanoTime() - began) / 1e6);
                }
            }
        }
        return times;
    }

    private static void print(Map<String, List<Double>> times, PrintStream out) {
        Table table = new Table("read by", "median ms", "best ms", "× JDBC");
        List<Double> jdbc = times.get(JDBC);
        times.forEach((name, ofPlan) -> {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < ofPlan.size(); i++) {
                ratios.add(ofPlan.get(i) / jdbc.get(i));
            }
            table.row(
                    name,
                    number(median(ofPlan)),
                    number(ofPlan.stream().min(Double::compare).orElseThrow()),
                    number(median(ratios)));
            if (name.equals(PRODUCT)) {
                out.printf(
                        Locale.ROOT,
                        "The product takes %.2f times what JDBC by hand takes, at most %.1f are wanted: %s%n%n",
                        median(ratios),
                        MOST,
                        median(ratios) <= MOST ? "kept" : "NOT KEPT");
            }
        });
        table.print(out);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
