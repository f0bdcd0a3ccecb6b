package org.scruffy.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a process of its own, with the processor time that it and its children have used. */
final class Started implements AutoCloseable {

    /** /proc counts in hundredths of a second on every Linux there is. */
    private static final double MICROS_A_TICK = 10_000;

    /** How the threads of Payara's pool and of garbage collection are called, and the processes that are no JVM. */
    private static final List<String> SERVING =
            List.of("http-thread", "GC Thread", "G1 ", "nginx", "node", "libuv", "V8");

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

    /** Of all threads but those of a JVM that are about something else than requests: they compile, poll and keep time. */
    double cpuMicros() throws IOException {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        double ticks = 0;
        for (ProcessHandle one : all) {
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + one.pid() + "/task"))) {
                ticks += threads.mapToLong(Started::ticks).sum();
            }
        }
        return ticks * MICROS_A_TICK;
    }

    private static long ticks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            int after = stat.lastIndexOf(')');
            String name = stat.substring(stat.indexOf('(') + 1, after);
            if (SERVING.stream().noneMatch(name::startsWith)) {
                return 0;
            }
            String[] fields = stat.substring(after + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            // it has ended
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
