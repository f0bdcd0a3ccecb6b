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
import java.util.Collections;
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

    private static final int WARM = 5; // of 800 requests each: what they run is compiled then
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 4;
    private static final int BATCH = 500;
    private static final int FEW = 400; // batches of a round that warms up
    private static final int BATCHES = 2_000; // of a round: in shorter ones Zipkin's server puts tidying off
    private static final int TRANSACTION = CLIENTS * BATCH;
    private static final int LOOKED_AT = 10; // one of so many batches, of those that Zipkin's server has not forgotten
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LARGE = 4_201;
    private static final int ONCE = 20; // so many traces are read once
    private static final int READS = 100; // to warm up and to count; Zipkin forgets the trace after many more
    private static final int A_SECOND = 20_000;
    private static final String JSON = "Zipkin's JSON";
    private static final String ZIPKIN = "Zipkin's server";
    private static final String RAW = "DuckDB's appender, nothing else";

    /** @param traces below which a trace can be asked for, null where what was answered is kept */
    private record Target(String name, Started server, Intake intake, URI traces) {}

    /** Of a round: spans a second until they were answered and until they were kept, and processor time. */
    private record Round(double answered, double kept, double micros) {}

    private final Path home = Path.of("target/http").toAbsolutePath();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    private final Traffic traffic =
            new Traffic(Instant.now().minusSeconds(1_800), Duration.ofSeconds(1_800), 18_000_000);
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
                    new Target("OTLP", scruffy.server(), scruffy.otlp(), null),
                    new Target(JSON, scruffy.server(), same, null),
                    new Target(
                            ZIPKIN,
                            other,
                            new Intake(theirs.resolve("/api/v2/spans"), same.type(), same.body(), same.shown()),
                            theirs.resolve("/api/v2/trace/")));
            bring(targets, out);
            read(targets, scruffy, theirs, out);
        } finally {
            clients.shutdownNow();
        }
    }

    private Started zipkin(Path jar, URI base) throws IOException {
        return Started.of(
                Files.createDirectories(home.resolve("zipkin")),
                List.of(Started.java(), "-Xmx6g", "-DQUERY_PORT=" + base.getPort(), "-jar", jar.toString()));
    }

    private void bring(List<Target> targets, PrintStream out) throws Exception {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        try (RawAppender raw = new RawAppender(Files.createTempDirectory(home, "raw"))) {
            for (int i = 0; i < WARM + ROUNDS; i++) {
                Map<String, Round> turn = new LinkedHashMap<>();
                int batches = i < WARM ? FEW : BATCHES;
                for (Target target : targets) {
                    turn.put(target.name, round(target, batches));
                }
                turn.put(RAW, round(raw, batches));
                if (i >= WARM) {
                    turn.forEach((name, round) -> rounds.computeIfAbsent(name, first -> new ArrayList<>())
                            .add(round));
                }
            }
        }
        Table table = new Table(
                "brought as",
                "spans/s answered",
                "spans/s kept",
                "× Zipkin's server",
                "CPU µs a span",
                "× Zipkin's server",
                "× the appender");
        Round theirs = median(rounds.get(ZIPKIN));
        Round raw = median(rounds.get(RAW));
        rounds.forEach((name, all) -> {
            Round round = median(all);
            table.row(
                    name,
                    number(round.answered),
                    number(round.kept),
                    number(round.kept / theirs.kept),
                    number(round.micros),
                    number(round.micros / theirs.micros),
                    number(round.micros / raw.micros));
        });
        table.print(out);
        out.println("To be met: OTLP 1.3 × Zipkin's server, Zipkin's JSON 1.0 ×, CPU of a span 2 × the appender");
    }

    private static Round median(List<Round> rounds) {
        return new Round(median(rounds, Round::answered), median(rounds, Round::kept), median(rounds, Round::micros));
    }

    private static double median(List<Round> rounds, Function<Round, Double> figure) {
        return WeekBench.median(rounds.stream().map(figure).sorted().toList());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.2f" : "%,.0f", value);
    }

    private Round round(Target target, int batches) throws Exception {
        List<Callable<Void>> bringing = new ArrayList<>();
        List<String> looked = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            List<Event> events = next(BATCH);
            byte[] body = target.intake.body().apply(events);
            bringing.add(() -> {
                target.intake.send(body);
                return null;
            });
            if (i >= batches - FEW && i % LOOKED_AT == 0) {
                looked.add(events.get(BATCH / 2).text("trace.trace_id"));
            }
        }
        double before = target.server.allMicros();
        long began = System.nanoTime();
        Intake.all(clients, bringing);
        double answered = (System.nanoTime() - began) / 1e9;
        double kept = answered;
        if (target.traces != null) {
            for (String trace : looked) {
                awaitKept(target.traces.resolve(trace), target.intake.shown());
            }
            kept = (System.nanoTime() - began) / 1e9;
        }
        target.server.rest(PATIENCE, LOOK); // what it tidies up is of this round
        int all = BATCH * batches;
        return new Round(all / answered, all / kept, (target.server.allMicros() - before) / all);
    }

    private Round round(RawAppender raw, int batches) throws Exception {
        long wall = 0;
        long cpu = 0;
        int all = BATCH * batches;
        for (int i = 0; i < all; i += TRANSACTION) {
            RawAppender.Took took = raw.append(next(TRANSACTION));
            wall += took.wall();
            cpu += took.cpu();
        }
        double rate = all / (wall / 1e9);
        return new Round(rate, rate, cpu / 1e3 / all);
    }

    private List<Event> next(int count) {
        List<Event> events =
                LongStream.range(spans, spans + count).mapToObj(traffic::event).toList();
        spans += count;
        return events;
    }

    private void read(List<Target> targets, EmptyProduct scruffy, URI theirs, PrintStream out) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= ONCE; i++) {
            List<Event> large = Traffic.together(Traffic.trace(-i), next(LARGE));
            for (Target target : targets.subList(1, 3)) {
                target.intake.bring(large);
            }
            ids.add(large.get(0).text("trace.trace_id"));
        }
        Thread.sleep(2_000);
        Map<String, URI> traces = Map.of(
                "product", scruffy.base().resolve("/zipkin/api/v2/trace/"), ZIPKIN, theirs.resolve("/api/v2/trace/"));
        Table table = new Table(
                "a trace of 4,201 spans", "ms the first time", "ms again", "ms again while 20,000 spans/s come in");
        for (String name : List.of("product", ZIPKIN)) {
            URI below = traces.get(name);
            List<Callable<Integer>> reads = ids.stream()
                    .<Callable<Integer>>map(id -> () -> get(below.resolve(id), scruffy.shown()))
                    .toList();
            Callable<Integer> read = reads.get(0);
            double rest = ms(read);
            double first = medianMs(reads.subList(1, ONCE));
            Target busy = name.equals(ZIPKIN) ? targets.get(2) : targets.get(0);
            AtomicBoolean done = new AtomicBoolean();
            Future<Double> rate = clients.submit(() -> steadily(busy, done));
            double loaded = ms(read);
            done.set(true);
            table.row(
                    name,
                    number(first),
                    number(rest),
                    number(loaded) + " (" + number(rate.get()) + " spans/s came in)");
        }
        table.print(out);
    }

    private void awaitKept(URI trace, String shown) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ask(trace, shown).statusCode() == 404) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(trace + " is not kept after " + PATIENCE);
            }
            Thread.sleep(10);
        }
    }

    private HttpResponse<byte[]> ask(URI address, String shown) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address).header("Authorization", shown).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private int get(URI address, String shown) throws Exception {
        HttpResponse<byte[]> response = ask(address, shown);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(address + " answers " + response.statusCode());
        }
        return response.body().length;
    }

    private static double ms(Callable<Integer> question) throws Exception {
        for (int i = 0; i < READS; i++) {
            question.call();
        }
        return medianMs(Collections.nCopies(READS, question));
    }

    private static double medianMs(List<Callable<Integer>> questions) throws Exception {
        List<Double> took = new ArrayList<>();
        for (Callable<Integer> question : questions) {
            long before = System.nanoTime();
            question.call();
            took.add((System.nanoTime() - before) / 1e6);
        }
        return WeekBench.median(took.stream().sorted().toList());
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
