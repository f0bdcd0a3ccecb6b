package org.scruffy.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processor time of one stitched media playlist over HTTP, of the product as it is built, beside the same bytes as a file of the
 * same server, as a file of nginx, and a media playlist of channel-engine. Rounds alternate; what is printed are medians of ratios
 * within a round.
 */
final class HttpBench implements Benchmark {

    private static final int REQUESTS = 40_000;
    private static final int ROUNDS = 9;
    private static final int WARM = 3;
    private static final Duration START = Duration.ofMinutes(15);
    /** The one file of the application that anybody may fetch and that no servlet answers. */
    private static final String FILE = "favicon.svg";

    private static final String PLAYLIST = "/live/KSCF/main/v0.m3u8";

    /** A server, and what is asked of it. */
    private record Target(Started server, URI address) {}

    /** In one round, microseconds a request by target. */
    private record Round(Map<String, Double> micros) {

        double ratio(String other) {
            return micros.get("live") / micros.get(other);
        }
    }

    private final Path home = Path.of("target/http").toAbsolutePath();
    private final List<AutoCloseable> open = new ArrayList<>();

    @Override
    public String name() {
        return "http";
    }

    @Override
    public void run(PrintStream out) throws Exception {
        Path product = EmptyProduct.built();
        if (!Files.exists(product)) {
            out.println("There is no " + product + ": ./mvnw -DskipTests package builds it");
            return;
        }
        try (Load load = new Load()) {
            Map<String, Target> targets = targets(product, out);
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < WARM + ROUNDS; i++) {
                Round round = round(targets, load);
                if (i >= WARM) {
                    rounds.add(round);
                }
            }
            print(targets, rounds, load, out);
        } finally {
            for (AutoCloseable one : open) {
                one.close();
            }
        }
    }

    private Map<String, Target> targets(Path product, PrintStream out) throws Exception {
        Map<String, Target> targets = new LinkedHashMap<>();
        int port = Started.freePort();
        URI base = URI.create("http://127.0.0.1:" + port);
        Path data = home.resolve("data");
        Started scruffy = start(
                "scruffy",
                List.of(Started.java(), "-jar", product.toString(), "--port", "" + port, "--data", "" + data));
        byte[] playlist = scruffy.answer(base.resolve(PLAYLIST), START);
        Files.write(file(data), playlist);
        targets.put("live", new Target(scruffy, base.resolve(PLAYLIST)));
        targets.put("file", new Target(scruffy, base.resolve("/" + FILE)));
        nginx(playlist)
                .ifPresentOrElse(
                        nginx -> targets.put("nginx", nginx),
                        () -> out.println("No nginx: -Dbench.nginx names its binary"));
        peer().ifPresentOrElse(
                        peer -> targets.put("channel-engine", peer),
                        () -> out.println(
                                "No channel-engine: -Dbench.peer names the folder in which npm i eyevinn-channel-engine@3.0.5 was run"));
        return targets;
    }

    private Started start(String name, List<String> command) throws IOException {
        Started started = Started.of(Files.createDirectories(home.resolve(name)), command);
        open.add(started);
        return started;
    }

    /** Where the product has unfolded itself. */
    private static Path file(Path data) throws IOException {
        try (Stream<Path> files = Files.find(data.resolve("work"), 4, (path, kind) -> path.endsWith(FILE))) {
            return files.findFirst().orElseThrow();
        }
    }

    private Optional<Target> nginx(byte[] playlist) throws Exception {
        Path binary = Path.of(System.getProperty("bench.nginx"));
        if (!Files.isExecutable(binary)) {
            return Optional.empty();
        }
        int port = Started.freePort();
        Path folder = Files.createDirectories(home.resolve("nginx"));
        Files.write(folder.resolve("v0.m3u8"), playlist);
        Files.writeString(
                folder.resolve("nginx.conf"),
                "daemon off; worker_processes 1; pid nginx.pid; events {} http { access_log off; keepalive_requests 1000000;"
                        + " client_body_temp_path t; proxy_temp_path t; fastcgi_temp_path t; uwsgi_temp_path t; scgi_temp_path t;"
                        + " server { listen 127.0.0.1:" + port + "; root " + folder + "; } }");
        Started server = start(
                "nginx",
                List.of(
                        binary.toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        "nginx.conf",
                        "-e",
                        "stderr",
                        "-g",
                        "user root;"));
        URI address = URI.create("http://127.0.0.1:" + port + "/v0.m3u8");
        server.answer(address, Duration.ofSeconds(10));
        return Optional.of(new Target(server, address));
    }

    private Optional<Target> peer() throws Exception {
        Path installed = Path.of(System.getProperty("bench.peer"));
        if (!Files.isDirectory(installed.resolve("node_modules/eyevinn-channel-engine"))) {
            return Optional.empty();
        }
        Path script = installed.resolve("channel-engine.js");
        try (InputStream in = HttpBench.class.getResourceAsStream("channel-engine.js")) {
            Files.write(script, in.readAllBytes());
        }
        int port = Started.freePort();
        Started server = start("channel-engine", List.of("node", script.toString(), "" + port));
        URI base = URI.create("http://127.0.0.1:" + port);
        server.answer(base.resolve("/channels/1/master.m3u8"), Duration.ofSeconds(60));
        URI media = base.resolve("/channels/1/master1500000.m3u8%3Bsession=1");
        server.answer(media, Duration.ofSeconds(60));
        return Optional.of(new Target(server, media));
    }

    /** Each target once. */
    private static Round round(Map<String, Target> targets, Load load) throws Exception {
        Map<String, Double> micros = new LinkedHashMap<>();
        for (Map.Entry<String, Target> target : targets.entrySet()) {
            double before = target.getValue().server().cpuMicros();
            load.send(target.getValue().address(), REQUESTS);
            micros.put(target.getKey(), (target.getValue().server().cpuMicros() - before) / REQUESTS);
        }
        return new Round(micros);
    }

    private static void print(Map<String, Target> targets, List<Round> rounds, Load load, PrintStream out)
            throws Exception {
        Table table = new Table(
                "answered by", "bytes", "CPU µs a request", "lowest to highest", "live is", "lowest to highest");
        for (Map.Entry<String, Target> target : targets.entrySet()) {
            String name = target.getKey();
            List<Double> micros = rounds.stream()
                    .map(round -> round.micros().get(name))
                    .sorted()
                    .toList();
            List<Double> ratios =
                    rounds.stream().map(round -> round.ratio(name)).sorted().toList();
            table.row(
                    name,
                    load.send(target.getValue().address(), 8),
                    number(WeekBench.median(micros)),
                    number(micros.get(0)) + " to " + number(micros.get(micros.size() - 1)),
                    number(WeekBench.median(ratios)) + " ×",
                    number(ratios.get(0)) + " to " + number(ratios.get(ratios.size() - 1)));
        }
        table.print(out);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
