package org.scruffy.bench;

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

    private static final Duration START = Duration.ofMinutes(15);
    private static final int WARM = 10;
    private static final int ROUNDS = 7;
    private static final int CLIENTS = 4;
    private static final int BATCH = 500;
    private static final int BATCHES = 40; // of a round
    private static final int LARGE = 4_201;
    private static final int READS = 20;
    private static final int A_SECOND = 20_000;

    /** Where spans are brought, and as what. */
    private record Target(String name, Started server, URI address, String type, Function<List<Event>, byte[]> body) {}

    /** Of a round. */
    private record Round(double spansASecond, double micros) {}

    private final Path home = Path.of("target/http").toAbsolutePath();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Traffic traffic = new Traffic(Instant.now().minusSeconds(600), Duration.ofSeconds(600), 6_000_000);
    private final List<Started> open = new ArrayList<>();
    private Path data;
    private String shown = "";
    private long spans;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Path product = Path.of(System.getProperty("bench.product")).toAbsolutePath();
        Path zipkin = Path.of(System.getProperty("bench.zipkin")).toAbsolutePath();
        if (!Files.exists(product) || !Files.exists(zipkin)) {
            out.println("There is no " + product + " or no " + zipkin);
            return;
        }
        try {
            URI ours = scruffy(product);
            URI theirs = zipkin(zipkin);
            List<Target> targets = List.of(
                    new Target("OTLP", open.get(0), ours.resolve("/v1/traces"), "application/x-protobuf", Bodies::otlp),
                    new Target(
                            "Zipkin's JSON",
                            open.get(0),
                            ours.resolve("/api/v2/spans"),
                            "application/json",
                            Bodies::zipkin),
                    new Target(
                            "Zipkin's server",
                            open.get(1),
                            theirs.resolve("/api/v2/spans"),
                            "application/json",
                            Bodies::zipkin));
            bring(targets, out);
            read(targets, ours, theirs, out);
        } finally {
            clients.shutdownNow();
            for (Started one : open) {
                one.close();
            }
            if (data != null) {
                StoreBench.delete(data);
            }
        }
    }

    private URI scruffy(Path product) throws Exception {
        int port = Started.freePort();
        URI base = URI.create("http://127.0.0.1:" + port);
        Path folder = Files.createDirectories(home.resolve("scruffy"));
        data = Files.createTempDirectory(home, "data");
        // without the demo, whose live feeds take a third of a processor
        Started scruffy = Started.of(
                folder,
                List.of(
                        java(),
                        "-jar",
                        product.toString(),
                        "--no-demo",
                        "--port",
                        "" + port,
                        "--otlp-grpc-port",
                        "off",
                        "--data",
                        data.toString()));
        open.add(scruffy);
        scruffy.answer(base.resolve("/setup.xhtml"), START);
        shown = FirstAdmin.of(base, data);
        scruffy.rest(START);
        return base;
    }

    private URI zipkin(Path jar) throws Exception {
        int port = Started.freePort();
        URI base = URI.create("http://127.0.0.1:" + port);
        Started zipkin = Started.of(
                Files.createDirectories(home.resolve("zipkin")),
                List.of(java(), "-Xmx2g", "-DQUERY_PORT=" + port, "-DMEM_MAX_SPANS=1000000", "-jar", jar.toString()));
        open.add(zipkin);
        zipkin.answer(base.resolve("/health"), Duration.ofMinutes(2));
        return base;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
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
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            bodies.add(target.body.apply(next(BATCH)));
        }
        double before = target.server.allMicros();
        long began = System.nanoTime();
        List<Future<Boolean>> coming = new ArrayList<>();
        for (byte[] body : bodies) {
            coming.add(clients.submit(() -> send(target, body)));
        }
        for (Future<Boolean> one : coming) {
            one.get();
        }
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

    private boolean send(Target target, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(target.address)
                .header("Content-Type", target.type)
                .header("Authorization", shown)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        while (true) {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return true;
            }
            if (status != 503 && status != 429) {
                throw new IllegalStateException(target.address + " answers " + status);
            }
            Thread.sleep(100);
        }
    }

    private void read(List<Target> targets, URI ours, URI theirs, PrintStream out) throws Exception {
        List<Event> large = large();
        for (Target target : targets.subList(1, 3)) {
            send(target, target.body.apply(large));
        }
        Thread.sleep(2_000);
        String id = large.get(0).text("trace.trace_id");
        Map<String, Callable<Integer>> reads = new LinkedHashMap<>();
        reads.put("product", () -> get(ours.resolve("/zipkin/api/v2/trace/" + id)));
        reads.put("Zipkin's server", () -> get(theirs.resolve("/api/v2/trace/" + id)));
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

    private List<Event> large() {
        List<Event> events = new ArrayList<>();
        String trace = Traffic.trace(-1);
        String root = next(1).get(0).text("trace.span_id");
        for (Event event : next(LARGE)) {
            Map<String, Object> fields = new LinkedHashMap<>(event.fields());
            fields.put("trace.trace_id", trace);
            fields.put("trace.parent_id", root);
            events.add(new Event(event.time(), fields));
        }
        return events;
    }

    private int get(URI address) throws Exception {
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
            send(target, target.body.apply(next(BATCH)));
            brought += BATCH;
            double ahead = (double) brought / A_SECOND - (System.nanoTime() - began) / 1e9;
            if (ahead > 0) {
                Thread.sleep((long) (ahead * 1e3));
            }
        }
        return brought / ((System.nanoTime() - began) / 1e9);
    }
}
