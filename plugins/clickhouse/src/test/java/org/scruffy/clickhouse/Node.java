package org.scruffy.clickhouse;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real ClickHouse in a process of its own, which can be killed. Its data outlive it. */
final class Node {

    private static final String PACKAGE = "chdb@3.4.0";
    private static final File TERMINAL = new File("/dev/ptmx"); // a new one, nobody at it
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path folder;
    private final int httpPort = freePort();
    private final int tcpPort = freePort();
    private Path configuration;
    private Process process;

    private Node(Path folder) {
        this.folder = folder;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nodes of a cluster named {@code scruffy}, of a shard each. */
    static List<Node> started(int count) {
        assumeTrue(TERMINAL.canRead(), "ClickHouse is not tested: there is no " + TERMINAL);
        try {
            library();
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                nodes.add(new Node(Files.createTempDirectory(folder(), "node")));
            }
            for (Node node : nodes) {
                node.configuration = Files.writeString(node.folder.resolve("config.xml"), configuration(nodes));
                node.start();
            }
            return nodes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while ClickHouse starts", e);
        }
    }

    private static String configuration(List<Node> nodes) {
        String shards = nodes.stream()
                .map(node ->
                        "<shard><replica><host>127.0.0.1</host><port>" + node.tcpPort + "</port></replica></shard>")
                .collect(Collectors.joining());
        return "<clickhouse><remote_servers><scruffy>" + shards + "</scruffy></remote_servers></clickhouse>";
    }

    private static Path folder() throws IOException {
        return Files.createDirectories(Path.of(System.getProperty("chdb.folder", "target/chdb")));
    }

    /** Installs it by npm where it is not there yet. Without npm there is nothing to be tested. */
    private static Path library() throws IOException, InterruptedException {
        Optional<Path> installed = installed();
        if (installed.isPresent()) {
            return installed.get();
        }
        int status = -1;
        try {
            Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--prefix", ".", PACKAGE)
                    .directory(folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder().resolve("npm.log").toFile())
                    .start();
            status = npm.waitFor(5, TimeUnit.MINUTES) ? npm.exitValue() : -1;
        } catch (IOException e) {
            assumeTrue(false, "ClickHouse is not tested: there is no npm to install " + PACKAGE + " with");
        }
        assumeTrue(status == 0, "ClickHouse is not tested: npm cannot install " + PACKAGE + ", see npm.log");
        return installed().orElseThrow();
    }

    private static Optional<Path> installed() throws IOException {
        Path modules = folder().resolve("node_modules");
        if (!Files.isDirectory(modules)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(modules, 4)) {
            return files.filter(file -> file.endsWith("libchdb.so")).findFirst();
        }
    }

    void start() throws IOException, InterruptedException {
        File output = folder.resolve("output.txt").toFile();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChdbServer.class.getName(),
                        library().toString(),
                        folder.resolve("data").toString(),
                        String.valueOf(httpPort),
                        String.valueOf(tcpPort),
                        configuration.toString())
                .redirectInput(TERMINAL)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("ClickHouse does not start, " + output + " says why");
            }
            Thread.sleep(50);
        }
    }

    private boolean answers() throws InterruptedException {
        HttpRequest ping = HttpRequest.newBuilder(url().resolve("ping")).build();
        try {
            return HttpClient.newHttpClient()
                            .send(ping, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + httpPort + "/");
    }
}
