package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process of the launcher and what it printed. */
final class Launched {

    /** The first start of the demo makes its pictures, which a busy machine takes minutes for. */
    static final Duration READY = Duration.ofMinutes(8);

    private static final String LAST_LINE_OF_THE_BANNER = "Ctrl-C";
    private static final long MILLIS_BETWEEN_LOOKS = 200;

    private final Process process;
    private final Path output;

    Launched(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Waits for the banner. */
    Launched ready() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!output().contains(LAST_LINE_OF_THE_BANNER)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroy();
                throw new AssertionError("Scruffy did not become ready; it said:\n" + output());
            }
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
        return this;
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    long pid() {
        return process.pid();
    }

    /** The exit code, once it has ended by itself. */
    int end() throws IOException, InterruptedException {
        if (!process.waitFor(READY.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("Scruffy neither serves nor ends; it said:\n" + output());
        }
        return process.exitValue();
    }

    /** Asks it to stop with SIGTERM and says how long that took. */
    Duration stop() throws InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL: no chance to stop anything. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asserts that it ended with this code and one sentence about it. */
    void refuses(int exitCode, String... words) throws IOException, InterruptedException {
        int code = end();
        assertThat(code).as(output()).isEqualTo(exitCode);
        String last = output().strip().lines().reduce("", (first, second) -> second);
        assertThat(last).contains(words).matches(".*[.!]");
        assertThat(output()).doesNotContain("\tat ", "Exception in thread");
    }
}
