package org.scruffy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own, with the processor time that it and its children have used. */
final class Started implements AutoCloseable {

    /** How the threads of Payara's pool and of garbage collection are called, and the processes that are no JVM. */
    private static final List<String> SERVING =
            List.of("http-thread", "GC Thread", "G1 ", "nginx", "node", "libuv", "V8");

    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final double LITTLE = 0.5; // of a processor: the demo's live feeds take a third

    private final Process process;

    private Started(Process process) {
        this.process = process;
    }

    static Started of(Path folder, List<String> command) throws IOException {
        return new Started(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start());
    }

    /** The program that runs this one too. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until an address answers 200, and gives its body. */
    byte[] answer(URI address, Duration patience) throws Exception {
        // node takes an offer of HTTP/2 for something else
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long deadline = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                HttpResponse<byte[]> response = client.send(
                        HttpRequest.newBuilder(address)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    return response.body();
                }
            } catch (IOException e) {
                // not yet
            }
            Thread.sleep(500);
        }
        throw new IllegalStateException(address + " does not answer 200");
    }

    /** Waits until it does little: with a new data folder the product makes its demo's pictures and sounds first. */
    void rest(Duration patience) throws InterruptedException {
        rest(patience, LOOK);
    }

    /** @param look how long it must do little */
    void rest(Duration patience, Duration look) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        double before = withChildren();
        while (System.nanoTime() < deadline) {
            Thread.sleep(look.toMillis());
            double now = withChildren();
            if (Math.abs(now - before) < look.toNanos() / 1e3 * LITTLE) {
                return;
            }
            before = now;
        }
        throw new IllegalStateException("It is still busy after " + patience);
    }

    private double withChildren() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .mapToDouble(cpu -> cpu.toNanos() / 1e3)
                .sum();
    }

    /** Of all threads but those of a JVM that are about something else than requests: they compile, poll and keep time. */
    double cpuMicros() throws IOException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        double micros = 0;
        for (ProcessHandle one : all) {
            micros += ThreadTimes.micros(one.pid(), SERVING);
        }
        return micros;
    }

    /** Of all threads of the process itself. */
    double allMicros() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e3;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
