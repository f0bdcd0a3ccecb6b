package org.scruffy.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.scruffy.spi.telemetry.Event;
import org.scruffy.telemetry.Traffic;

/**
 * Spans brought to the product, which has them on disk when it answers, and to Zipkin's server, which keeps them in memory, in turns; and
 * how soon each gives back a trace of 4,201 spans, at rest and while 20,000 spans a second come in.
 */
final class IngestBench implements Benchmark {

    private static final int WARM = 10;
    private static final int ROUNDS = 7;
    private static final int CLIENTS = 4;
    private static final int BATCH = 500;
    private static final int BATCHES = 40; // of a round
    private static final int LARGE = 4_201;
    private static final int READS = 20;
    private static final int A_SECOND = 20_000;

    private record Target(String name, Started server, Intake intake) {}

    /** Of a round. */
    private record Round(double spansASecond, double micros) {}

    private final Path home = Path.of("target/http").toAbsolutePath();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Traffic traffic = new Traffic(Instant.now().minusSeconds(600), Duration.ofSeconds(600), 6_000_000);
    private long spans;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Path product = EmptyProduct.built();
        Path zipkin = Path.of(System.getProperty("bench.zipkin")).toAbsolutePath();
        if (!Files.exists(product) || !Files.exists(zipkin)) {
            out.println("There is no " + product + " or no " + zipkin);
            return;
        }
        URI theirs = URI.create("http://127.0.0.1:" + Started.freePort());
        try (EmptyProduct scruffy = EmptyProduct.start(home.resolve("scruffy"));
                Started other = zipkin(zipkin, theirs)) {
            scruffy.settle();
            other.answer(theirs.resolve("/health"), Duration.ofMinutes(2));
            Intake same = scruffy.zipkin();
            List<Target> targets = List.of(
                    new Target("OTLP", scruffy.server(), scruffy.otlp()),
                    new Target("Zipkin's JSON", scruffy.server(), same),
                    new Target(
                            "Zipkin's server",
                            other,
                            new Intake(theirs.resolve("/api/v2/spans"), same.type(), same.body(), same.shown())));
            bring(targets, out);
            read(targets, scruffy, theirs, out);
        } finally {
            clients.shutdownNow();
        }
    }

    private Started zipkin(Path jar, URI base) throws IOException {
        return Started.of(
                Files.createDirectories(home.resolve("zipkin")),
                List.of(
                        Started.java(),
                        "-Xmx2g",
                        "-DQUERY_PORT=" + base.getPort(),
                        "-DMEM_MAX_SPANS=1000000",
                        "-jar",
                        jar.toString()));
    }

    private void bring(List<Target> targets, PrintStream out) throws Exception {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < WARM + ROUNDS; i++) {
            for (Target target : targets) {
                Round round = round(target);
                if (i >= WARM) {
                    rounds.computeIfAbsent(target.name, first -> new ArrayList<>())
                            .add(round);
                }
            }
        }
        Table table = new Table(
                "brought as",
                "spans/s",
                "× Zipkin's server",
                "CPU µs a span of the server",
                "× that of Zipkin's server");
        List<Round> theirs = rounds.get("Zipkin's server");
        rounds.forEach((name, all) -> table.row(
                name,
                number(median(all, Round::spansASecond)),
                number(median(all, Round::spansASecond) / median(theirs, Round::spansASecond)),
                number(median(all, Round::micros)),
                number(median(all, Round::micros) / median(theirs, Round::micros))));
        table.print(out);
        out.println("To be met: OTLP 1.3 ×, Zipkin's JSON 1.0 ×");
    }

    private static double median(List<Round> rounds, Function<Round, Double> figure) {
        return WeekBench.median(rounds.stream().map(figure).sorted().toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.2f" : "%,.0f", value);
    }

    private Round round(Target target) throws Exception {
        List<Callable<Void>> bringing = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            byte[] body = target.intake.body().apply(next(BATCH));
            bringing.add(() -> {
                target.intake.send(body);
                return null;
            });
        }
        double before = target.server.allMicros();
        long began = System.nanoTime();
        Intake.all(clients, bringing);
        double seconds = (System.nanoTime() - began) / 1e9;
        Thread.sleep(500); // Zipkin answers before it has kept them
        return new Round(BATCH * BATCHES / seconds, (target.server.allMicros() - before) / (BATCH * BATCHES));
    }

    private List<Event> next(int count) {
        List<Event> events =
                LongStream.range(spans, spans + count).mapToObj(traffic::event).toList();
        spans += count;
        return events;
    }

    private void read(List<Target> targets, EmptyProduct scruffy, URI theirs, PrintStream out) throws Exception {
        List<Event> large = Traffic.together(Traffic.trace(-1), next(LARGE));
        for (Target target : targets.subList(1, 3)) {
            target.intake.bring(large);
        }
        Thread.sleep(2_000);
        String id = large.get(0).text("trace.trace_id");
        Map<String, Callable<Integer>> reads = new LinkedHashMap<>();
        reads.put("product", () -> get(scruffy.base().resolve("/zipkin/api/v2/trace/" + id), scruffy.shown()));
        reads.put("Zipkin's server", () -> get(theirs.resolve("/api/v2/trace/" + id), scruffy.shown()));
        Table table = new Table("a trace of 4,201 spans", "ms at rest", "ms while 20,000 spans/s come in");
        for (Map.Entry<String, Callable<Integer>> read : reads.entrySet()) {
            double rest = ms(read.getValue());
            Target busy = read.getKey().equals("product") ? targets.get(0) : targets.get(2);
            AtomicBoolean done = new AtomicBoolean();
            Future<Double> rate = clients.submit(() -> steadily(busy, done));
            double loaded = ms(read.getValue());
            done.set(true);
            table.row(read.getKey(), number(rest), number(loaded) + " (" + number(rate.get()) + " spans/s came in)");
        }
        table.print(out);
    }

    private int get(URI address, String shown) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(address).header("Authorization", shown).build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(address + " answers " + response.statusCode());
        }
        return response.body().length;
    }

    /** The median. */
    private static double ms(Callable<?> question) throws Exception {
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < READS * 2; i++) {
            long before = System.nanoTime();
            question.call();
            took.add((System.nanoTime() - before) / 1e6);
        }
        return WeekBench.median(took.subList(READS, 2 * READS).stream().sorted().toList());
    }

    /** How many spans a second were brought, as many as wanted or as could be. */
    private double steadily(Target target, AtomicBoolean done) throws Exception {
        long began = System.nanoTime();
        long brought = 0;
        while (!done.get()) {
            target.intake.bring(next(BATCH));
            brought += BATCH;
            double ahead = (double) brought / A_SECOND - (System.nanoTime() - began) / 1e9;
            if (ahead > 0) {
                Thread.sleep((long) (ahead * 1e3));
            }
        }
        return brought / ((System.nanoTime() - began) / 1e9);
    }
}
