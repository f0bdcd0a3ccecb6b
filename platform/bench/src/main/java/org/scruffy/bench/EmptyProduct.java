package org.scruffy.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The product as it is built, in a new data folder, without the demo, whose live feeds take a third of a processor. */
final class EmptyProduct implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(15);

    private final URI base;
    private final Path data;
    private final Started server;
    private String shown = "";

    private EmptyProduct(URI base, Path data, Started server) {
        this.base = base;
        this.data = data;
        this.server = server;
    }

    /** Where it is once it is built. */
    static Path built() {
        return Path.of(System.getProperty("bench.product")).toAbsolutePath();
    }

    /**
     * Starts one.
     *
     * @param folder where its data are until it is closed, and what it prints
     */
    static EmptyProduct start(Path folder) throws IOException {
        Path data = Files.createTempDirectory(Files.createDirectories(folder), "data");
        int port = Started.freePort();
        Started server = Started.of(
                folder,
                List.of(
                        Started.java(),
                        "-jar",
                        built().toString(),
                        "--no-demo",
                        "--port",
                        "" + port,
                        "--otlp-grpc-port",
                        "off",
                        "--data",
                        data.toString()));
        return new EmptyProduct(URI.create("http://127.0.0.1:" + port), data, server);
    }

    /** Waits until it answers, makes its first administrator, and waits until it does little. */
    void settle() throws Exception {
        server.answer(base.resolve("/setup.xhtml"), START);
        shown = FirstAdmin.of(base, data);
        server.rest(START);
    }

    URI base() {
        return base;
    }

    Started server() {
        return server;
    }

    /** What its first administrator shows at the door, a value of Authorization. */
    String shown() {
        return shown;
    }

    Intake otlp() {
        return new Intake(base.resolve("/v1/traces"), "application/x-protobuf", Bodies::otlp, shown);
    }

    Intake zipkin() {
        return new Intake(base.resolve("/api/v2/spans"), "application/json", Bodies::zipkin, shown);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        StoreBench.delete(data);
    }
}
